import type { StandardSchemaV1 } from "@standard-schema/spec";
import { left, right, type Either } from "fp-ts/lib/Either.js";
import { ProxyboError, type ErrorCode, type ErrorPlace } from "../errors/error.ts";
import {
  alternatives,
  describeSchema,
  fieldNames,
  jsonSchemaOf,
  schemaAt,
  type JsonSchema,
} from "./json-schema.ts";
import { didYouMean } from "./nearest.ts";

/** What is validated, for the message of a refusal. */
export interface Subject {
  readonly code: ErrorCode;
  /** For people, e.g. `surrogate 'rf'`. */
  readonly name: string;
  /** What its parts are called: `option` or `field`. */
  readonly part: string;
  readonly place?: ErrorPlace;
}

/**
 * Validates a value and fills in defaults. A refusal names the field, what was expected and what came; an unknown
 * field suggests the nearest one, whether or not the schema is strict.
 */
export async function validate<Output>(
  schema: StandardSchemaV1<unknown, Output>,
  given: unknown,
  subject: Subject,
): Promise<Either<ProxyboError, Output>> {
  const json = jsonSchemaOf(schema);
  const unknown = json && findUnknownField(json, given, []);
  if (unknown) return left(refuseUnknownField(unknown, subject));
  const result = await schema["~standard"].validate(given);
  if (result.issues === undefined) return right(result.value);
  const faults = result.issues.map((issue) => {
    const path = (issue.path ?? []).map((part) => (typeof part === "object" ? part.key : part));
    return { path: path.join("."), text: describeIssue(issue, path, json, given) };
  });
  const [first] = faults;
  const told =
    faults.length === 1 ? first!.text : faults.map(({ path, text }) => `${path}: ${text}`).join("; ");
  const hint = describeField(json, first!.path);
  return left(
    new ProxyboError(subject.code, `${subject.name}: ${told}`, {
      place: { ...subject.place, ...(first!.path === "" ? {} : { field: first!.path }) },
      ...(hint === undefined ? {} : { hint }),
    }),
  );
}

interface UnknownField {
  readonly path: string;
  readonly name: string;
  readonly known: readonly string[];
}

function findUnknownField(
  schema: JsonSchema,
  value: unknown,
  path: readonly string[],
): UnknownField | undefined {
  if (Array.isArray(value)) {
    const items = alternatives(schema).find((option) => option.items)?.items;
    if (items === undefined) return undefined;
    for (const [i, item] of value.entries()) {
      const found = findUnknownField(items, item, [...path, String(i)]);
      if (found) return found;
    }
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const known = fieldNames(schema);
  for (const [name, inner] of Object.entries(value)) {
    if (known && !known.includes(name)) return { path: [...path, name].join("."), name, known };
    const innerSchema = schemaAt(schema, [name]);
    const found = innerSchema && findUnknownField(innerSchema, inner, [...path, name]);
    if (found) return found;
  }
  return undefined;
}

function refuseUnknownField({ path, name, known }: UnknownField, subject: Subject): ProxyboError {
  const list = known.length === 0 ? `it has no ${subject.part}s` : `${subject.part}s: ${known.join(", ")}`;
  return new ProxyboError(subject.code, `${subject.name} has no ${subject.part} '${name}'`, {
    place: { ...subject.place, field: path },
    hint: [didYouMean(name, known), list].filter((part) => part !== undefined).join(" "),
  });
}

function describeIssue(
  issue: StandardSchemaV1.Issue,
  path: readonly PropertyKey[],
  json: JsonSchema | undefined,
  given: unknown,
): string {
  const code = (issue as { code?: unknown }).code;
  const schema = code === "custom" ? undefined : schemaAt(json, path);
  const got = show(valueAt(given, path));
  return schema === undefined
    ? `${issue.message} (got ${got})`
    : `expected ${describeSchema(schema)}, got ${got}`;
}

function describeField(json: JsonSchema | undefined, path: string): string | undefined {
  const description = schemaAt(json, path === "" ? [] : path.split("."))?.description;
  return description === undefined || path === "" ? undefined : `${path}: ${description}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Record<PropertyKey, unknown>)[key] : undefined,
    value,
  );
}

/** A value as a message shows it: short, and telling texts from numbers. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "function") return "a function";
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  const text = JSON.stringify(value) ?? typeof value;
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
