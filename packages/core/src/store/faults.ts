import { ProxyboError } from "../errors/error.ts";

export function duplicateStudy(id: string, location: string): ProxyboError {
  return new ProxyboError("STUDY_EXISTS", `there is a study with the id '${id}' already`, {
    place: { file: location },
    hint: "ids are never used again: take another one, or go on with that study by `proxybo resume`",
  });
}

export function duplicateObservation(study: string, n: number, location: string): ProxyboError {
  return new ProxyboError("STUDY_MISMATCH", `study '${study}' holds an observation ${n} already`, {
    place: { file: location },
    hint: "observations are never changed; is another process going on with the same study?",
  });
}

export function closedStore(location: string): ProxyboError {
  return new ProxyboError("USAGE", "the store was closed: open it again", { place: { file: location } });
}
