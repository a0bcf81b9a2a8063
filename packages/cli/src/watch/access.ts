import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { isIP } from "node:net";
import { hostname } from "node:os";

/** Whether an address that a server listens at is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Whether a request is meant for this server, by the name in its Host header: a page of another site whose name was made
 * to point here (DNS rebinding) still sends that name.
 *
 * @param bound - the address that the server listens at.
 */
export function isKnownHost(header: string | undefined, bound: string): boolean {
  const name = /^(?:\[([\da-f:.]+)\]|([^:[\]]+))(?::\d{1,5})?$/i.exec(header ?? "");
  const given = (name?.[1] ?? name?.[2])?.toLowerCase();
  if (given === undefined) return false;
  if (isLoopback(given)) return true;
  if (isLoopback(bound)) return false;
  return isIP(given) !== 0 || given === bound.toLowerCase() || given === hostname().toLowerCase();
}

/** Whether a request that changes something comes from a page of this server. */
export function isOwnOrigin({ host, origin, "sec-fetch-site": site }: IncomingHttpHeaders): boolean {
  return origin === `http://${host}` && (site === undefined || site === "same-origin");
}

/** The name of the cookie that holds the token: cookies know no ports, and several servers may run. */
export function cookieName(port: number): string {
  return `proxybo-${port}`;
}

/** Whether a request has the token in its cookie. */
export function hasToken({ cookie = "" }: IncomingHttpHeaders, port: number, token: string): boolean {
  return cookie
    .split(";")
    .map((pair) => pair.trim().split("="))
    .some(([name, value]) => name === cookieName(port) && value !== undefined && isToken(value, token));
}

/** Compares in a time that tells nothing. */
export function isToken(given: string, token: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}

/** Headers of every answer: nothing is loaded from elsewhere, framed, kept, or run but the script of this server. */
export const headers: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};
