/** Which component a place of the plane would be given to, and by how much. */

/**
 * For every component ln P(x | j) + ln π_j, but for what all have in common; where there is no
 * σ, as in K-means, the squared distance from its mean, with a minus sign.
 *
 * @returns {number[]} K; −∞ for a component of weight 0
 */
export const scoresAt = ({ handles, K, mu, sigma, pi }, x, y) =>
  Array.from({ length: K }, (_, j) => {
    const [dx, dy] = [x - mu[2 * j], y - mu[2 * j + 1]];
    if (!handles.sigma) return -(dx * dx + dy * dy);
    const [across, up] = [dx / sigma[j], dy / sigma[j]];
    return Math.log(pi[j]) - 2 * Math.log(sigma[j]) - (across * across + up * up) / 2;
  });

/**
 * By how much each component leads before the best of the others: positive where the place is
 * its own. @param {number[]} scores
 */
export const leads = (scores) =>
  scores.map((score, j) => score - Math.max(...scores.filter((_, k) => k !== j)));
