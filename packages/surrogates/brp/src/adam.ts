/** Adam with decoupled weight decay (Kingma & Ba, ICLR 2015; Loshchilov & Hutter, ICLR 2019). */
export class Adam {
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  readonly #decay: number;
  #steps = 0;

  constructor(length: number, weightDecay: number) {
    this.#first = new Float64Array(length);
    this.#second = new Float64Array(length);
    this.#decay = weightDecay;
  }

  /** Moves `parameters` against `gradients`, and sets these to 0. */
  step(parameters: Float64Array, gradients: Float64Array, rate: number): void {
    this.#steps++;
    const first = this.#first;
    const second = this.#second;
    const firstBias = 1 - 0.9 ** this.#steps;
    const secondBias = 1 - 0.999 ** this.#steps;
    const kept = 1 - rate * this.#decay;
    for (let i = 0; i < parameters.length; i++) {
      const gradient = gradients[i]!;
      gradients[i] = 0;
      const m = 0.9 * first[i]! + 0.1 * gradient;
      const v = 0.999 * second[i]! + 0.001 * gradient * gradient;
      first[i] = m;
      second[i] = v;
      parameters[i] = kept * parameters[i]! - (rate * (m / firstBias)) / (Math.sqrt(v / secondBias) + 1e-8);
    }
  }
}
