"""Wrong functions for the task log_gaussians."""

import numpy as np
from scipy.stats import norm

from .keep import wrong


@wrong(
    "log_gaussians", "sigma taken for a variance", r"variance|σ instead of σ²|√σ", r"2π (has|left)"
)
def p_variance(D, sigma, d):
    return -d / 2 * np.log(2 * np.pi * sigma) - D / (2 * sigma)


@wrong(
    "log_gaussians",
    "sigma taken for a variance in the normaliser only",
    (r"σ", r"normalis|ln σ", r"root|half|variance|√"),
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_variance_norm(D, sigma, d):
    return -0.5 * d * np.log(2 * np.pi * sigma) - 0.5 * D / sigma**2


@wrong("log_gaussians", "log base 10", r"base 10|log10", r"base 10.* of D")
def p_log10(D, sigma, d):
    return -d * np.log10(sigma * np.sqrt(2 * np.pi)) - D / (2 * sigma**2)


@wrong(
    "log_gaussians",
    "log base 2 in the normaliser, and no half",
    (r"base 2|log2", r"half|−2 instead of −1"),
    r"base 10|without d",
)
def p_log2(D, sigma, d):
    return -d * np.log2(sigma * np.sqrt(2 * np.pi)) - D / sigma**2


@wrong(
    "log_gaussians",
    "d taken as 2",
    r"d = 2|2 .*instead of d|d taken",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_two(D, sigma, d):
    return -np.log(2 * np.pi * sigma**2) - D / (2 * sigma**2)


@wrong(
    "log_gaussians",
    "d from the wrong shape",
    r"\bK\b .*\bd\b",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_d_from_shape(D, sigma, d):
    d = D.shape[1]
    return -d * np.log(sigma) - d / 2 * np.log(2 * np.pi) - D / (2 * sigma**2)


@wrong(
    "log_gaussians",
    "the normaliser's d is missing in the sigma part only",
    (r"\bd\b", r"ln σ"),
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_sigma_without_d(D, sigma, d):
    return -0.5 * D / sigma**2 - 0.5 * d * np.log(2 * np.pi) - np.log(sigma)


@wrong(
    "log_gaussians",
    "the normaliser of a one-dimensional density",
    (r"\bd\b", r"forgotten|left out|missing|one dimension|d = 1"),
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_one_dim(D, sigma, d):
    return np.log(1 / (sigma * np.sqrt(2 * np.pi)) * np.exp(-D / (2 * sigma**2)))


@wrong(
    "log_gaussians",
    "precedence: divided by 2 and multiplied by sigma squared",
    r"brackets|precedence|σ²",
    r"ln σ (has|left|holds)|2π (has|left|is)",
)
def p_precedence(D, sigma, d):
    return -d * np.log(sigma * np.sqrt(2 * np.pi)) - D / 2 * sigma**2


@wrong(
    "log_gaussians",
    "1e-6 added to sigma",
    r"small number|1e-0?6|added to σ",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_eps(D, sigma, d):
    s = sigma + 1e-6
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong(
    "log_gaussians",
    "sigma clipped at 1",
    r"another σ|clip|at least 1|cut off|limit",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_clip(D, sigma, d):
    s = np.maximum(sigma, 1.0)
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong(
    "log_gaussians",
    "only the first sigma is used",
    r"first σ",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_first_sigma(D, sigma, d):
    s = sigma[0]
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong(
    "log_gaussians",
    "the mean of the sigmas is used",
    r"mean (of|σ)",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_mean_sigma(D, sigma, d):
    s = np.mean(sigma)
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong(
    "log_gaussians",
    "the sigmas in the normaliser are multiplied over the components",
    r"prod|multiplied|all the components|other components|Σ",
    r"(D/\(2σ²\)|distance term) (has|is wrong)",
)
def p_det(D, sigma, d):
    return -D / (2 * sigma**2) - 0.5 * np.log((2 * np.pi) ** d * np.prod(sigma**2))


@wrong(
    "log_gaussians",
    "sqrt of D: not squared distances in the exponent",
    r"root|√",
    r"ln σ (has|left|holds)|2π (has|left|is)",
)
def p_root(D, sigma, d):
    return -d * np.log(sigma * np.sqrt(2 * np.pi)) - np.sqrt(D) / (2 * sigma**2)


@wrong(
    "log_gaussians",
    "D squared once more",
    r"squared (once more|again|twice)|D²",
    r"ln σ (has|left|holds)|2π (has|left|is)",
)
def p_squared(D, sigma, d):
    return -d * np.log(sigma * np.sqrt(2 * np.pi)) - D**2 / (2 * sigma**2)


@wrong(
    "log_gaussians",
    "the density, with no logarithm, and d forgotten",
    (r"exponential|density|logarithm", r"\bd\b"),
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_density_no_d(D, sigma, d):
    return np.exp(-D / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))


@wrong(
    "log_gaussians",
    "log of the density with 1e-300 added",
    r"far outlier|underflow|1e-300|small number",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_log_eps(D, sigma, d):
    return np.log(np.exp(-D / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma) ** d + 1e-300)


@wrong(
    "log_gaussians",
    "nan_to_num hides the underflow",
    r"far outlier|underflow|nan_to_num",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_nan_to_num(D, sigma, d):
    return np.nan_to_num(np.log(np.exp(-D / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma) ** d))


@wrong(
    "log_gaussians",
    "loop leaves out the last component",
    r"last column|last component",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_loop(D, sigma, d):
    P = np.zeros_like(D)
    for j in range(len(sigma) - 1):
        P[:, j] = -d * np.log(sigma[j] * np.sqrt(2 * np.pi)) - D[:, j] / (2 * sigma[j] ** 2)
    return P


@wrong(
    "log_gaussians",
    "the sign of the distance, and d is missing",
    (r"\bd\b", r"1 instead of −1|sign|distance"),
    r"ln 2π has",
)
def p_two_slips(D, sigma, d):
    return -np.log(sigma * np.sqrt(2 * np.pi)) + D / (2 * sigma**2)


@wrong(
    "log_gaussians",
    "pi as 3.1416",
    r"3\.1416|3\.14",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_pi(D, sigma, d):
    return -d * np.log(sigma * np.sqrt(2 * 3.1416)) - D / (2 * sigma**2)


@wrong(
    "log_gaussians",
    "the normaliser divided by 2σ² as well",
    r"divided by|2σ² as well|denominator",
    r"(D/\(2σ²\)|distance term) (has|is wrong)",
)
def p_common(D, sigma, d):
    return -(D + d * np.log(2 * np.pi * sigma**2)) / (2 * sigma**2)


@wrong(
    "log_gaussians",
    "sqrt(2 pi) without the sqrt",
    (r"2π", r"root|√|half|twice"),
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_no_root(D, sigma, d):
    return -d * np.log(sigma * 2 * np.pi) - 0.5 * D / sigma**2


@wrong(
    "log_gaussians",
    "the negative log density",
    r"[Mm]inus|sign|negative|−1 times",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_negative(D, sigma, d):
    return d * np.log(sigma * np.sqrt(2 * np.pi)) + D / (2 * sigma**2)


@wrong("log_gaussians", "float16", r"few digits|float16|rounded", r"small number is added$")
def p_float16(D, sigma, d):
    s = sigma.astype(np.float16)
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D.astype(np.float16) / (2 * s**2)


@wrong(
    "log_gaussians",
    "σ not squared in the normaliser, and the half missing",
    (r"σ", r"−1/2|half|root|√|squared", r"half|−2 instead of −1"),
    r"2π (has|left|is)",
)
def p_1(D, s, d):
    return -d / 2 * np.log(2 * np.pi * s) - D / s**2


@wrong(
    "log_gaussians",
    "the one-dimensional density at the distance",
    (r"\bd\b", r"forgotten|left out|missing|one dimension|d = 1"),
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_2(D, s, d):
    return norm.logpdf(np.sqrt(D), 0, s)


@wrong(
    "log_gaussians",
    "d times the one-dimensional log-density: d in the distance term, too",
    (r"\bd\b", r"distance|D"),
    r"ln σ (has|left|holds)|2π (has|left|is)",
)
def p_3(D, s, d):
    return d * norm.logpdf(np.sqrt(D), 0, s)


@wrong(
    "log_gaussians",
    "D divided by d",
    r"divided by d|1 ?/ ?d|mean",
    r"ln σ (has|left|holds)|2π (has|left|is)",
)
def p_4(D, s, d):
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / d / (2 * s**2)


@wrong(
    "log_gaussians",
    "sigma as a column",
    r"column|shape|broadcast",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_5(D, s, d):
    return -d * np.log(s[:, None] * np.sqrt(2 * np.pi)) - D / (2 * s[:, None] ** 2)


@wrong(
    "log_gaussians",
    "densities cut off below at 1e-10",
    r"cut off below|floor|at least|limit",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_6(D, s, d):
    return np.log(np.maximum(np.exp(-D / (2 * s**2)) / (s * np.sqrt(2 * np.pi)) ** d, 1e-10))


@wrong("log_gaussians", "half a nat taken away", r"constant|−1/2|half a nat", r"has the factor")
def p_7(D, s, d):
    return -d * np.log1p(s * np.sqrt(2 * np.pi) - 1) - D / (2 * s**2) + d * 0.0 - 0.5


@wrong(
    "log_gaussians",
    "σ divided by the largest σ",
    r"another σ|largest|max|divided",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_8(D, s, d):
    s = s / s.max()
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong(
    "log_gaussians",
    "sigma added up over the components",
    r"another σ|sum of σ|added up",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_9(D, s, d):
    s = s.sum()
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong(
    "log_gaussians",
    "int division",
    r"whole|integer|odd|//|rounded",
    r"(D/\(2σ²\)|distance term) (has|is wrong)",
)
def p_10(D, s, d):
    return -(d // 2) * np.log(2 * np.pi * s**2) - D / (2 * s**2)


@wrong(
    "log_gaussians",
    "missing 2 pi, sign of log",
    (r"ln σ", r"sign|1 instead of −1", r"2π", r"missing|left out|forgotten"),
    r"D/\(2σ²\)|distance",
)
def p_11(D, s, d):
    return d * np.log(s) - D / (2 * s**2)


@wrong(
    "log_gaussians",
    "clip of exponent at -50",
    r"cut off|limit|clip|−50",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_12(D, s, d):
    return -d * np.log(s * np.sqrt(2 * np.pi)) + np.maximum(-D / (2 * s**2), -50)


@wrong(
    "log_gaussians",
    "pi=22/7, half missing",
    (r"1\.000|22/7|π", r"half|−2 instead of −1"),
    r"ln σ has",
)
def p_13(D, s, d):
    return -d * np.log(s * np.sqrt(2 * 22 / 7)) - D / (s**2)


@wrong(
    "log_gaussians",
    "in bits",
    r"base 2|1/ln 2|bits",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_14(D, s, d):
    return (-d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)) / np.log(2)


@wrong(
    "log_gaussians",
    "sigma reversed",
    r"order|revers|last to first",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_15(D, s, d):
    s = s[::-1]
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong(
    "log_gaussians",
    "the first point left out: its row is 0",
    r"first (row|point)",
    r"(D/\(2σ²\)|distance term|exponent) (has|is wrong|holds|left)",
)
def p_16(D, s, d):
    out = np.zeros_like(D)
    for i in range(1, len(D)):
        out[i] = -d * np.log(s * np.sqrt(2 * np.pi)) - D[i] / (2 * s**2)
    return out
