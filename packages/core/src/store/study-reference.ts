import type { StudyRecord } from "../contracts/store.ts";
import { ProxyboError } from "../errors/error.ts";
import { nearest } from "../registry/nearest.ts";

type Named = Pick<StudyRecord, "id" | "name" | "created">;

/**
 * The study that `reference` means among `studies` (in the order in which they were made): its id, else the newest of
 * that name, else the only id that begins so.
 *
 * @throws {ProxyboError} `STUDY_UNKNOWN` where none or several are meant; suggests the nearest.
 */
export function resolveStudy<S extends Named>(reference: string, studies: readonly S[], location: string): S {
  const exact = studies.find(({ id }) => id === reference);
  if (exact !== undefined) return exact;
  const named = studies.filter(({ name }) => name === reference);
  if (named.length > 0)
    return named.reduce((newest, study) => (study.created < newest.created ? newest : study));
  const begun = reference === "" ? [] : studies.filter(({ id }) => id.startsWith(reference));
  if (begun.length === 1) return begun[0]!;
  const fault = begun.length > 1 ? ambiguous(reference, begun) : `there is no study '${reference}'`;
  const hint = begun.length > 1 ? "give more letters of the id" : suggestion(reference, studies);
  throw new ProxyboError("STUDY_UNKNOWN", fault, { place: { file: location }, hint });
}

/** The study whose id is exactly `id`, as appends name it. */
export function requireStudy<S extends Named>(id: string, studies: readonly S[], location: string): S {
  const study = studies.find((candidate) => candidate.id === id);
  if (study !== undefined) return study;
  throw new ProxyboError("STUDY_UNKNOWN", `there is no study with the id '${id}'`, {
    place: { file: location },
    hint: suggestion(id, studies),
  });
}

function ambiguous(reference: string, begun: readonly Named[]): string {
  return `'${reference}' begins the ids of ${begun.length} studies: ${list(begun)}`;
}

function suggestion(reference: string, studies: readonly Named[]): string {
  if (studies.length === 0) return "the store holds no study yet; `proxybo run` makes one";
  const near = [
    ...nearest(
      reference,
      studies.map(({ name }) => name),
    ).map((name) => `'${name}'`),
    ...nearest(
      reference,
      studies.map(({ id }) => id),
    ).map((id) => `'${id}'`),
  ];
  return near.length > 0
    ? `did you mean ${near.join(" or ")}? \`proxybo studies\` lists all`
    : `the newest is ${list(studies.slice(-1))}; \`proxybo studies\` lists all`;
}

function list(studies: readonly Named[]): string {
  const shown = studies.slice(0, 3).map(({ id, name }) => `${id} (${name})`);
  return shown.join(", ") + (studies.length > 3 ? ", …" : "");
}
