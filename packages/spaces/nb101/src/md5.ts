// A cell's hash takes some 57 digests of 34 to 230 bytes each. A call of `node:crypto` costs several times such a digest, so
// the digest is computed here (RFC 1321), on words that are used again; a test compares the two.

/** The message to digest, 4 bytes a word, the first byte lowest. */
export const message: Int32Array = new Int32Array(16 * 5);

/** The digest: 4 words, the first byte lowest. */
export const state: Int32Array = new Int32Array(4);

/** Leaves the digest of the first `length` bytes of `message` (311 at most) in `state`; what follows them in `message` is lost. */
export function digest(length: number): void {
  const last = length >> 2;
  const shift = (length & 3) * 8;
  const end = ((length + 8) >> 6) * 16 + 16;
  message[last] = (message[last]! & ((1 << shift) - 1)) | (0x80 << shift);
  for (let i = last + 1; i < end; i++) message[i] = 0;
  message[end - 2] = length * 8;
  state[0] = 0x67452301;
  state[1] = 0xefcdab89;
  state[2] = 0x98badcfe;
  state[3] = 0x10325476;
  for (let at = 0; at < end; at += 16) compress(at);
}

/** ⌊2³² · |sin(i + 1)|⌋: the constants of the 64 steps. */
const sines = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));

/** Takes the 16 words from `at` on into the state. */
function compress(at: number): void {
  let a = state[0]!;
  let b = state[1]!;
  let c = state[2]!;
  let d = state[3]!;
  for (let i = 0; i < 16; i += 4) {
    a = (a + (d ^ (b & (c ^ d))) + message[at + ((1 * i + 0) & 15)]! + sines[i + 0]!) | 0;
    a = (((a << 7) | (a >>> 25)) + b) | 0;
    d = (d + (c ^ (a & (b ^ c))) + message[at + ((1 * i + 1) & 15)]! + sines[i + 1]!) | 0;
    d = (((d << 12) | (d >>> 20)) + a) | 0;
    c = (c + (b ^ (d & (a ^ b))) + message[at + ((1 * i + 2) & 15)]! + sines[i + 2]!) | 0;
    c = (((c << 17) | (c >>> 15)) + d) | 0;
    b = (b + (a ^ (c & (d ^ a))) + message[at + ((1 * i + 3) & 15)]! + sines[i + 3]!) | 0;
    b = (((b << 22) | (b >>> 10)) + c) | 0;
  }
  for (let i = 16; i < 32; i += 4) {
    a = (a + (c ^ (d & (b ^ c))) + message[at + ((5 * i + 1) & 15)]! + sines[i + 0]!) | 0;
    a = (((a << 5) | (a >>> 27)) + b) | 0;
    d = (d + (b ^ (c & (a ^ b))) + message[at + ((5 * i + 6) & 15)]! + sines[i + 1]!) | 0;
    d = (((d << 9) | (d >>> 23)) + a) | 0;
    c = (c + (a ^ (b & (d ^ a))) + message[at + ((5 * i + 11) & 15)]! + sines[i + 2]!) | 0;
    c = (((c << 14) | (c >>> 18)) + d) | 0;
    b = (b + (d ^ (a & (c ^ d))) + message[at + ((5 * i + 16) & 15)]! + sines[i + 3]!) | 0;
    b = (((b << 20) | (b >>> 12)) + c) | 0;
  }
  for (let i = 32; i < 48; i += 4) {
    a = (a + (b ^ c ^ d) + message[at + ((3 * i + 5) & 15)]! + sines[i + 0]!) | 0;
    a = (((a << 4) | (a >>> 28)) + b) | 0;
    d = (d + (a ^ b ^ c) + message[at + ((3 * i + 8) & 15)]! + sines[i + 1]!) | 0;
    d = (((d << 11) | (d >>> 21)) + a) | 0;
    c = (c + (d ^ a ^ b) + message[at + ((3 * i + 11) & 15)]! + sines[i + 2]!) | 0;
    c = (((c << 16) | (c >>> 16)) + d) | 0;
    b = (b + (c ^ d ^ a) + message[at + ((3 * i + 14) & 15)]! + sines[i + 3]!) | 0;
    b = (((b << 23) | (b >>> 9)) + c) | 0;
  }
  for (let i = 48; i < 64; i += 4) {
    a = (a + (c ^ (b | ~d)) + message[at + ((7 * i + 0) & 15)]! + sines[i + 0]!) | 0;
    a = (((a << 6) | (a >>> 26)) + b) | 0;
    d = (d + (b ^ (a | ~c)) + message[at + ((7 * i + 7) & 15)]! + sines[i + 1]!) | 0;
    d = (((d << 10) | (d >>> 22)) + a) | 0;
    c = (c + (a ^ (d | ~b)) + message[at + ((7 * i + 14) & 15)]! + sines[i + 2]!) | 0;
    c = (((c << 15) | (c >>> 17)) + d) | 0;
    b = (b + (d ^ (c | ~a)) + message[at + ((7 * i + 21) & 15)]! + sines[i + 3]!) | 0;
    b = (((b << 21) | (b >>> 11)) + c) | 0;
  }
  state[0] = state[0]! + a;
  state[1] = state[1]! + b;
  state[2] = state[2]! + c;
  state[3] = state[3]! + d;
}

/** Writes ASCII text to the message. */
export function writeText(text: string): void {
  message.fill(0, 0, (text.length >> 2) + 1);
  for (let i = 0; i < text.length; i++) message[i >> 2]! |= text.charCodeAt(i) << (8 * (i & 3));
}

/** The digest in `state` as 32 hexadecimal digits. */
export function hexadecimal(): string {
  let text = "";
  for (const word of state)
    for (let shift = 0; shift < 32; shift += 8) text += byteTexts[(word >>> shift) & 255];
  return text;
}

const byteTexts = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
