/** The uniform numbers that NumPy draws from a seed: the generator PCG64, XSL RR 128/64. */

const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;

/**
 * Uniform numbers in [0, 1), as `numpy.random.Generator.random` gives them.
 *
 * @param {bigint} state @param {bigint} increment of `numpy.random.PCG64(seed).state`
 * @returns {() => number}
 */
export const uniformNumbers = (state, increment) => () => {
  state = BigInt.asUintN(128, state * MULTIPLIER + increment);
  const folded = BigInt.asUintN(64, (state >> 64n) ^ state);
  const turn = state >> 122n;
  const turned = BigInt.asUintN(64, (folded >> turn) | (folded << (64n - turn)));
  return Number(turned >> 11n) / 2 ** 53;
};
