"""Wrong functions for the task log_gaussians."""

import numpy as np
from scipy.stats import norm

from .keep import wrong


@wrong("log_gaussians", "sigma taken for a variance")
def p_variance(D, sigma, d):
    return -d / 2 * np.log(2 * np.pi * sigma) - D / (2 * sigma)


@wrong("log_gaussians", "sigma taken for a variance in the normaliser only")
def p_variance_norm(D, sigma, d):
    return -0.5 * d * np.log(2 * np.pi * sigma) - 0.5 * D / sigma**2


@wrong("log_gaussians", "log base 10")
def p_log10(D, sigma, d):
    return -d * np.log10(sigma * np.sqrt(2 * np.pi)) - D / (2 * sigma**2)


@wrong("log_gaussians", "log base 2 of the normaliser and no half")
def p_log2(D, sigma, d):
    return -d * np.log2(sigma * np.sqrt(2 * np.pi)) - D / sigma**2


@wrong("log_gaussians", "d taken as 2")
def p_two(D, sigma, d):
    return -np.log(2 * np.pi * sigma**2) - D / (2 * sigma**2)


@wrong("log_gaussians", "d from the wrong shape")
def p_d_from_shape(D, sigma, d):
    d = D.shape[1]
    return -d * np.log(sigma) - d / 2 * np.log(2 * np.pi) - D / (2 * sigma**2)


@wrong("log_gaussians", "the normaliser's d is missing in the sigma part only")
def p_sigma_without_d(D, sigma, d):
    return -0.5 * D / sigma**2 - 0.5 * d * np.log(2 * np.pi) - np.log(sigma)


@wrong("log_gaussians", "the normaliser of a one-dimensional density")
def p_one_dim(D, sigma, d):
    return np.log(1 / (sigma * np.sqrt(2 * np.pi)) * np.exp(-D / (2 * sigma**2)))


@wrong("log_gaussians", "precedence: divided by 2 and multiplied by sigma squared")
def p_precedence(D, sigma, d):
    return -d * np.log(sigma * np.sqrt(2 * np.pi)) - D / 2 * sigma**2


@wrong("log_gaussians", "1e-6 added to sigma")
def p_eps(D, sigma, d):
    s = sigma + 1e-6
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong("log_gaussians", "sigma clipped at 1")
def p_clip(D, sigma, d):
    s = np.maximum(sigma, 1.0)
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong("log_gaussians", "only the first sigma is used")
def p_first_sigma(D, sigma, d):
    s = sigma[0]
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong("log_gaussians", "the mean of the sigmas is used")
def p_mean_sigma(D, sigma, d):
    s = np.mean(sigma)
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong("log_gaussians", "the sigmas in the normaliser are multiplied over the components")
def p_det(D, sigma, d):
    return -D / (2 * sigma**2) - 0.5 * np.log((2 * np.pi) ** d * np.prod(sigma**2))


@wrong("log_gaussians", "sqrt of D: not squared distances in the exponent")
def p_root(D, sigma, d):
    return -d * np.log(sigma * np.sqrt(2 * np.pi)) - np.sqrt(D) / (2 * sigma**2)


@wrong("log_gaussians", "D squared once more")
def p_squared(D, sigma, d):
    return -d * np.log(sigma * np.sqrt(2 * np.pi)) - D**2 / (2 * sigma**2)


@wrong("log_gaussians", "the density, with no logarithm, and d forgotten")
def p_density_no_d(D, sigma, d):
    return np.exp(-D / (2 * sigma**2)) / (sigma * np.sqrt(2 * np.pi))


@wrong("log_gaussians", "log of the density with 1e-300 added")
def p_log_eps(D, sigma, d):
    return np.log(np.exp(-D / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma) ** d + 1e-300)


@wrong("log_gaussians", "nan_to_num hides the underflow")
def p_nan_to_num(D, sigma, d):
    return np.nan_to_num(np.log(np.exp(-D / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma) ** d))


@wrong("log_gaussians", "loop leaves out the last component")
def p_loop(D, sigma, d):
    P = np.zeros_like(D)
    for j in range(len(sigma) - 1):
        P[:, j] = -d * np.log(sigma[j] * np.sqrt(2 * np.pi)) - D[:, j] / (2 * sigma[j] ** 2)
    return P


@wrong("log_gaussians", "the sign of the distance, and d is missing")
def p_two_slips(D, sigma, d):
    return -np.log(sigma * np.sqrt(2 * np.pi)) + D / (2 * sigma**2)


@wrong("log_gaussians", "pi as 3.1416")
def p_pi(D, sigma, d):
    return -d * np.log(sigma * np.sqrt(2 * 3.1416)) - D / (2 * sigma**2)


@wrong("log_gaussians", "-D - log over one common denominator")
def p_common(D, sigma, d):
    return -(D + d * np.log(2 * np.pi * sigma**2)) / (2 * sigma**2)


@wrong("log_gaussians", "sqrt(2 pi) without the sqrt")
def p_no_root(D, sigma, d):
    return -d * np.log(sigma * 2 * np.pi) - 0.5 * D / sigma**2


@wrong("log_gaussians", "the negative log density")
def p_negative(D, sigma, d):
    return d * np.log(sigma * np.sqrt(2 * np.pi)) + D / (2 * sigma**2)


@wrong("log_gaussians", "float16")
def p_float16(D, sigma, d):
    s = sigma.astype(np.float16)
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D.astype(np.float16) / (2 * s**2)


@wrong("log_gaussians", "d/2 ln(2 pi sigma), missing square, half missing")
def p_1(D, s, d):
    return -d / 2 * np.log(2 * np.pi * s) - D / s**2


@wrong("log_gaussians", "the one-dimensional density at the distance")
def p_2(D, s, d):
    return norm.logpdf(np.sqrt(D), 0, s)


@wrong("log_gaussians", "d*norm.logpdf")
def p_3(D, s, d):
    return d * norm.logpdf(np.sqrt(D), 0, s)


@wrong("log_gaussians", "mean over d of D")
def p_4(D, s, d):
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / d / (2 * s**2)


@wrong("log_gaussians", "sigma as a column")
def p_5(D, s, d):
    return -d * np.log(s[:, None] * np.sqrt(2 * np.pi)) - D / (2 * s[:, None] ** 2)


@wrong("log_gaussians", "exponent of density floor 1e-10")
def p_6(D, s, d):
    return np.log(np.maximum(np.exp(-D / (2 * s**2)) / (s * np.sqrt(2 * np.pi)) ** d, 1e-10))


@wrong("log_gaussians", "half a nat taken away")
def p_7(D, s, d):
    return -d * np.log1p(s * np.sqrt(2 * np.pi) - 1) - D / (2 * s**2) + d * 0.0 - 0.5


@wrong("log_gaussians", "sigma normalised by max")
def p_8(D, s, d):
    s = s / s.max()
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong("log_gaussians", "sigma added up over the components")
def p_9(D, s, d):
    s = s.sum()
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong("log_gaussians", "int division")
def p_10(D, s, d):
    return -(d // 2) * np.log(2 * np.pi * s**2) - D / (2 * s**2)


@wrong("log_gaussians", "missing 2 pi, sign of log")
def p_11(D, s, d):
    return d * np.log(s) - D / (2 * s**2)


@wrong("log_gaussians", "clip of exponent at -50")
def p_12(D, s, d):
    return -d * np.log(s * np.sqrt(2 * np.pi)) + np.maximum(-D / (2 * s**2), -50)


@wrong("log_gaussians", "pi=22/7, half missing")
def p_13(D, s, d):
    return -d * np.log(s * np.sqrt(2 * 22 / 7)) - D / (s**2)


@wrong("log_gaussians", "in bits")
def p_14(D, s, d):
    return (-d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)) / np.log(2)


@wrong("log_gaussians", "sigma reversed")
def p_15(D, s, d):
    s = s[::-1]
    return -d * np.log(s * np.sqrt(2 * np.pi)) - D / (2 * s**2)


@wrong("log_gaussians", "D not used for first point")
def p_16(D, s, d):
    out = np.zeros_like(D)
    for i in range(1, len(D)):
        out[i] = -d * np.log(s * np.sqrt(2 * np.pi)) - D[i] / (2 * s**2)
    return out
