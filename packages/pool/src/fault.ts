import { type ErrorCode, type ErrorPlace, messageOf, ProxyboError } from "@proxybo/core";

/** An error on its way from a worker. */
export interface Fault {
  readonly message: string;
  /** Of a `ProxyboError` only: any other is unexpected, and its worker serves nothing more. */
  readonly code?: ErrorCode;
  readonly place?: ErrorPlace;
  readonly hint?: string;
  readonly name?: string;
  readonly stack?: string;
}

export function faultOf(thrown: unknown): Fault {
  if (!(thrown instanceof ProxyboError)) {
    const { name, stack } = thrown instanceof Error ? thrown : {};
    return {
      message: messageOf(thrown),
      ...(name !== undefined && { name }),
      ...(stack !== undefined && { stack }),
    };
  }
  const { code, place, hint, message } = thrown;
  const where = new ProxyboError(code, "", { place }).message;
  return {
    message: where === "" ? message : message.slice(0, -where.length),
    code,
    place,
    ...(hint !== undefined && { hint }),
  };
}

/** The error as it was thrown. */
export function errorOf({ message, code, place, hint, name, stack }: Fault): Error {
  if (code !== undefined)
    return new ProxyboError(code, message, {
      ...(place && { place }),
      ...(hint !== undefined && { hint }),
    });
  const error = new Error(message);
  if (name !== undefined) error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
