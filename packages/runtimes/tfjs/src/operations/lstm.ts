import type { Rank, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { alias, tidy } from "../backends/tensorflow.ts";
import type { Applied, Gradients, OperationOf, Step, Wants } from "./apply.ts";

/** What one moment of the sequence leaves for the way back. */
interface Moment {
  readonly gates: { readonly i: Tensor2D; readonly f: Tensor2D; readonly g: Tensor2D; readonly o: Tensor2D };
  readonly before: { readonly hidden: Tensor2D; readonly cell: Tensor2D };
  readonly squashed: Tensor2D;
}

/**
 * One LSTM layer over `[batch, length, channels]` from a zero state: c' = σ(f)·c + σ(i)·tanh(g), h' = σ(o)·tanh(c')
 * (Hochreiter & Schmidhuber 1997, as in PyTorch).
 */
export function lstm({ tf, kernels, operation, inputs, parameters }: Step<OperationOf<"lstm">>): Applied {
  const { hidden: units } = operation;
  const x = inputs[0] as Tensor3D;
  const [batch, length, channels] = x.shape;
  const [weightInput, weightHidden, biasInput, biasHidden] = parameters as Tensor2D[] as [
    Tensor2D,
    Tensor2D,
    Tensor2D,
    Tensor2D,
  ];
  const at = (sequence: Tensor3D, time: number): Tensor2D =>
    tf.reshape(tf.slice3d(sequence, [0, time, 0], [-1, 1, -1]), [batch, sequence.shape[2]]);

  const forward = tidy(tf, () => {
    const flat = tf.reshape<Rank.R2>(x, [-1, channels]);
    const biases = tf.add(biasInput, biasHidden);
    const driven = tf.reshape<Rank.R3>(tf.add(tf.matMul(flat, weightInput, false, true), biases), [
      batch,
      length,
      4 * units,
    ]);
    let hidden = tf.zeros<Rank.R2>([batch, units]);
    let cell = tf.zeros<Rank.R2>([batch, units]);
    const moments: Moment[] = [];
    const outputs: Tensor2D[] = [];
    for (let time = 0; time < length; time++) {
      const sums = tf.add(at(driven, time), tf.matMul(hidden, weightHidden, false, true));
      const [i, f, g, o] = tf.split(sums, 4, 1) as [Tensor2D, Tensor2D, Tensor2D, Tensor2D];
      const gates = { i: tf.sigmoid(i), f: tf.sigmoid(f), g: tf.tanh(g), o: tf.sigmoid(o) };
      const before = { hidden, cell };
      cell = tf.add(tf.mul(gates.f, cell), tf.mul(gates.i, gates.g));
      const squashed = tf.tanh(cell);
      hidden = tf.mul(gates.o, squashed);
      moments.push({ gates, before, squashed });
      outputs.push(hidden);
    }
    return { value: tf.stack(outputs, 1), moments };
  });

  const backward = (dy: Tensor3D, wants: Wants): Gradients => {
    const slope = (sigmoid: Tensor2D) => tf.mul(sigmoid, tf.sub(1, sigmoid));
    let hiddenGradient = tf.zeros<Rank.R2>([batch, units]);
    let cellGradient = tf.zeros<Rank.R2>([batch, units]);
    const sums: Tensor2D[] = [];
    const hiddens: Tensor2D[] = [];
    for (let time = length - 1; time >= 0; time--) {
      const { gates, before, squashed } = forward.moments[time]!;
      const dh = tf.add(at(dy, time), hiddenGradient);
      const dc = tf.add(cellGradient, tf.mul(tf.mul(dh, gates.o), tf.sub(1, tf.square(squashed))));
      const gradient = tf.concat2d(
        [
          tf.mul(tf.mul(dc, gates.g), slope(gates.i)),
          tf.mul(tf.mul(dc, before.cell), slope(gates.f)),
          tf.mul(tf.mul(dc, gates.i), tf.sub(1, tf.square(gates.g))),
          tf.mul(tf.mul(dh, squashed), slope(gates.o)),
        ] as Tensor2D[],
        1,
      );
      hiddenGradient = tf.matMul(gradient, weightHidden);
      cellGradient = tf.mul(dc, gates.f);
      sums.unshift(gradient);
      hiddens.unshift(before.hidden);
    }
    const flat = tf.reshape<Rank.R2>(tf.stack(sums, 1), [-1, 4 * units]);
    const bias = kernels.columnSums(flat);
    return {
      inputs: [wants.inputs ? tf.reshape(tf.matMul(flat, weightInput), x.shape) : undefined],
      parameters: [
        tf.matMul(flat, tf.reshape(x, [-1, channels]), true),
        tf.matMul(flat, tf.reshape(tf.stack(hiddens, 1), [-1, units]), true),
        bias,
        alias(tf, bias),
      ],
    };
  };
  return {
    value: forward.value,
    saved: forward.moments.flatMap(({ gates, before, squashed }) => [
      ...Object.values(gates),
      before.hidden,
      before.cell,
      squashed,
    ]),
    backward: (dy, wants) => tidy(tf, () => backward(dy as Tensor3D, wants)),
  };
}
