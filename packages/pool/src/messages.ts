import type { MessagePort } from "node:worker_threads";
import type {
  Batch,
  InstantiateOptions,
  NetworkSpec,
  ParameterInfo,
  Parameters,
  TrainingProgress,
  TrainingSchedule,
} from "@proxybo/core";
import type { Fault } from "./fault.ts";

/** A lease as a worker gets it: what is asked of its runtime comes through the port. */
export interface LeaseTask {
  readonly port: MessagePort;
}

/** Passes whose arguments and results can be cloned: they are handed on as they are. */
export type Pass =
  | "read"
  | "forward"
  | "gradients"
  | "directionalDerivative"
  | "inputGradients"
  | "channelGradients"
  | "hessianProduct"
  | "batchStatistics"
  | "activations"
  | "evaluate"
  | "dispose";

/** What is asked of a worker. Networks go by numbers that the asker gives them. */
export type Demand =
  | {
      readonly type: "instantiate";
      readonly network: number;
      readonly spec: NetworkSpec;
      readonly options: InstantiateOptions;
    }
  | {
      readonly type: "derive";
      readonly network: number;
      readonly from: number;
      readonly parameters: Parameters;
    }
  | {
      readonly type: "pass";
      readonly network: number;
      readonly pass: Pass;
      readonly given: readonly unknown[];
    }
  | {
      readonly type: "train";
      readonly network: number;
      readonly examples: Batch;
      readonly schedule: TrainingSchedule;
    };

export type Message =
  | { readonly type: "demand"; readonly id: number; readonly demand: Demand }
  /** Ends the training that was demanded. */
  | { readonly type: "abort"; readonly id: number }
  /** Ends the lease: trainings are ended, what else is under way is waited for. */
  | { readonly type: "release" };

export type Reply =
  /** A worker has taken the lease, and makes its runtime. */
  | { readonly type: "taken" }
  /** The lease begins. */
  | {
      readonly type: "ready";
      readonly name: string;
      readonly backend: string;
      readonly device: "cpu" | "gpu";
    }
  /** The release was heard: the worker does not hang. */
  | { readonly type: "releasing" }
  /** The worker has no runtime, so the lease does not begin. */
  | { readonly type: "refused"; readonly fault: Fault }
  | { readonly type: "result"; readonly id: number; readonly value: unknown }
  | { readonly type: "failed"; readonly id: number; readonly fault: Fault }
  | { readonly type: "progress"; readonly id: number; readonly progress: TrainingProgress };

/** What `instantiate` and `derive` give. */
export type Made = readonly ParameterInfo[];
