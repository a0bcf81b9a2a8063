import type { Split } from "@proxybo/core";

/** The classes of Fashion-MNIST, in the order of its labels. */
export const classes = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
] as const;

/** Pixels on each side of an image as it is kept. */
export const side = 28;

/**
 * The images carried in `data/<split>.br`: Brotli over 28 × 28 bytes each. Image i is of class i mod 10, so that every
 * prefix is balanced. `sha256` is that of the bytes unpacked.
 */
export const carried: Readonly<Record<Split, { readonly examples: number; readonly sha256: string }>> = {
  train: { examples: 4000, sha256: "51b1506093d73beaf0febe854f4495cc58c9605f83fb287d0f6da837be5c6577" },
  validation: { examples: 1000, sha256: "60082a9988d01e5d9492c1c72fdbb3f7948ac975549e7700c697eef2803243fa" },
  test: { examples: 1000, sha256: "40a46e0c819e3bac72e830d46552c6009348b855d3f2b2d6f08f67181b3f1e0b" },
};
