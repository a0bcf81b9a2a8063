import type { StandardJSONSchemaV1, StandardSchemaV1 } from "@standard-schema/spec";

/** The part of JSON Schema that options are described in. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

/** What a schema takes, as JSON Schema; `undefined` where its library cannot say. */
export function jsonSchemaOf(schema: StandardSchemaV1): JsonSchema | undefined {
  const standard = schema["~standard"] as Partial<StandardJSONSchemaV1.Props>;
  try {
    return standard.jsonSchema?.input({
      target: "draft-2020-12",
      libraryOptions: { unrepresentable: "any" },
    });
  } catch {
    // A schema that JSON Schema cannot express still validates; only its listing is lost.
    return undefined;
  }
}

/** The alternatives of a union, or the schema itself. */
export function alternatives(schema: JsonSchema): readonly JsonSchema[] {
  return schema.anyOf ?? schema.oneOf ?? [schema];
}

/** Names of the fields that an object may have; `undefined` where any name will do, or it is no object. */
export function fieldNames(schema: JsonSchema): readonly string[] | undefined {
  const objects = alternatives(schema).filter((option) => option.properties !== undefined);
  if (objects.length === 0) return undefined;
  const open = objects.some(({ additionalProperties: more }) => more === true || typeof more === "object");
  return open ? undefined : [...new Set(objects.flatMap((option) => Object.keys(option.properties!)))];
}

/** The schema at a path of field names and positions, as far as it is written down. */
export function schemaAt(
  schema: JsonSchema | undefined,
  path: readonly PropertyKey[],
): JsonSchema | undefined {
  let at = schema;
  for (const key of path) {
    const inner: JsonSchema | undefined = alternatives(at ?? {})
      .map((option) => (typeof key === "number" ? option.items : fieldOf(option, String(key))))
      .find((found) => found !== undefined);
    if (inner === undefined) return undefined;
    at = inner;
  }
  return at;
}

/** The schema of a field: the one written for its name, or the one for any name. */
function fieldOf({ properties, additionalProperties }: JsonSchema, name: string): JsonSchema | undefined {
  return properties?.[name] ?? (typeof additionalProperties === "object" ? additionalProperties : undefined);
}

/**
 * What a schema takes, in words.
 *
 * @example
 * describeSchema({ type: "integer", minimum: 1 }) // => "an integer ≥ 1"
 */
export function describeSchema(schema: JsonSchema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined)
    return `one of ${schema.enum.map((value) => JSON.stringify(value)).join(", ")}`;
  const options = alternatives(schema);
  if (options[0] !== schema) return [...new Set(options.map(describeSchema))].join(" or ");
  if (Array.isArray(schema.type))
    return schema.type.map((type: string) => describeSchema({ ...schema, type })).join(" or ");
  switch (schema.type) {
    case "integer":
      return `an integer${describeRange(schema)}`;
    case "number":
      return `a number${describeRange(schema)}`;
    case "string":
      return "a text";
    case "boolean":
      return "true or false";
    case "array":
      return schema.items === undefined ? "a list" : `a list of ${describeSchema(schema.items)}`;
    case "object":
      return schema.properties === undefined
        ? "an object"
        : `{ ${Object.keys(schema.properties).join(", ")} }`;
    case "null":
      return "null";
    default:
      return "a JSON value";
  }
}

function describeRange(schema: JsonSchema): string {
  const bounds = [
    bound("≥", schema.minimum),
    bound(">", schema.exclusiveMinimum),
    bound("≤", schema.maximum),
    bound("<", schema.exclusiveMaximum),
  ].filter((part) => part !== "");
  return bounds.length === 0 ? "" : ` ${bounds.join(" and ")}`;
}

/** Bounds at the edge of exact integers are the schema library's, not the author's. */
function bound(sign: string, limit: number | undefined): string {
  return limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? "" : `${sign} ${limit}`;
}
