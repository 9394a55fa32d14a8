"""Fresh mistakes in the log-sum-exp and the negative log-likelihood."""

import math

import numpy as np
from words import GONE, INSTEAD, TWICE

from . import fresh

# ------------------------------------------------------------------ log_sum_exp(A)


@fresh(
    "log_sum_exp", r"overflow|underflow|shift|[Mm]aximum|subtract|extreme|inf", r"axis|sign|mean"
)
def as_it_is_written(A):
    return np.log(np.sum(np.exp(A), axis=1))


@fresh(
    "log_sum_exp",
    rf"(?:back|again)[\s\S]*(?:add|m\b|maximum)|(?:add|m\b|[Mm]aximum|"
    rf"shift)[\s\S]*(?:back|again|{GONE})",
    r"axis|sign|mean",
)
def maximum_stays_away(A):
    out = []
    for row in A:
        m = max(row)
        out.append(np.log(np.exp(row - m).sum()))
    return np.array(out)


@fresh(
    "log_sum_exp",
    r"[Mm]aximum (?:of|over) (?:all|everything|the whole)|one (?:maximum|shift|"
    r"m)\b|all rows|whole (?:array|matrix)|global|underflow",
    r"axis 0|column|added back",
)
def one_maximum_for_all_rows(A):
    m = np.max(A)
    return m + np.log(np.exp(A - m).sum(axis=-1))


@fresh("log_sum_exp", r"[Mm]ean|[Aa]verage|divided by K|ln K", r"axis|sign|maximum")
def mean_of_exponentials(A):
    m = A.max(axis=1, keepdims=True)
    return (m + np.log(np.exp(A - m).mean(axis=1, keepdims=True)))[:, 0]


@fresh(
    "log_sum_exp",
    r"axis 0|wrong axis|columns?\b|down|over (?:the )?(?:rows|points)|(?:other|first) axis|shape",
    r"sign|mean|maximum",
)
def down_the_columns(A):
    m = A.max(axis=0)
    return m + np.log(np.sum(np.exp(A - m), axis=0))


@fresh(
    "log_sum_exp",
    r"sum of (?:the )?(?:A|entries|exponents|row|logarithms|numbers)|"
    r"exp\w* (?:of|after) (?:the )?sum|(?:ln|log\w*) and (?:the )?exp|cancel|Σ|"
    r"added|plain sum",
    r"axis|maximum|mean",
)
def exponential_of_the_sum(A):
    return np.log(np.exp(A.sum(axis=1)))


@fresh(
    "log_sum_exp",
    r"[Mm]aximum (?:alone|itself|only|instead|of (?:each|the|every) row)|"
    r"only the (?:max|largest)|the largest (?:entry|term|exponent)|rest",
    r"axis|sign|mean",
)
def largest_alone(A):
    return np.array([max(row) for row in A])


@fresh(
    "log_sum_exp",
    r"two (?:columns|entries|terms|components|exponents)|first 2|first two|out of bounds|[Ee]rror",
    r"axis 0|sign|mean",
)
def two_exponents_only(A):
    return np.logaddexp(A[:, 0], A[:, 1])


@fresh(
    "log_sum_exp",
    rf"subtracted (?:twice|again)|sign|minus|−m|{TWICE}|not added|instead of add",
    r"axis|mean",
)
def maximum_taken_away_again(A):
    m = np.amax(A, axis=1)
    return np.log(np.exp(A - m[:, None]).sum(axis=1)) - m


@fresh("log_sum_exp", r"[Mm]inimum|smallest|overflow|inf", r"axis|sign|mean")
def shifted_by_the_smallest(A):
    low = A.min(axis=1)
    return low + np.log(np.exp(A - low[:, None]).sum(axis=1))


@fresh(
    "log_sum_exp",
    r"[Mm]ean|[Aa]verage|overflow|underflow|inf|[Mm]aximum",
    r"axis|sign|of (?:the|their) sum",
)
def shifted_by_the_mean(A):
    shift = np.mean(A, axis=1)
    return shift + np.log(np.exp(A - shift.reshape(-1, 1)).sum(axis=1))


# ------------------------------------------------------------------ negative_log_likelihood(P, pi)
NO_LN_PI = r"ln π (?:left out|forgotten|missing)|weights? (?:left out|forgotten)"


@fresh("negative_log_likelihood", r"sign|minus|−L|positive|negat", NO_LN_PI)
def log_likelihood_with_its_sign(P, pi):
    A = P + np.log(pi)
    m = A.max(axis=1)
    return np.sum(m + np.log(np.exp(A - m[:, None]).sum(axis=1)))


@fresh("negative_log_likelihood", r"[Mm]ean|[Aa]verage|divided by N|per point", NO_LN_PI)
def mean_over_points(P, pi):
    total = 0.0
    for row in P:
        a = row + np.log(pi)
        total -= a.max() + np.log(np.exp(a - a.max()).sum())
    return total / len(P)


@fresh(
    "negative_log_likelihood",
    rf"(?:π|pi\b|weights?|prior)[\s\S]*{GONE}|{GONE}[\s\S]*(?:π|pi\b|weight|prior)",
    r"sign|maximum",
)
def densities_without_weights(P, pi):
    return -np.logaddexp.reduce(P, axis=1).sum()


@fresh(
    "negative_log_likelihood",
    r"(?:ln|log\w*)[\s\S]*(?:inside|in the wrong|before|of each|each|outside)|"
    r"sum of (?:the )?(?:joint|logarithm|ln)|Σ_?\{?i?j|complete|without the log-sum-exp|"
    r"[Ss]um over (?:the )?components",
    NO_LN_PI,
)
def logarithm_inside_the_sum(P, pi):
    return -(P + np.log(pi)).sum()


@fresh(
    "negative_log_likelihood",
    r"(?:ln|log\w*)[\s\S]*(?:outside|of the sum|after|too late|"
    r"over (?:all )?points|whole)|all points|both sums|everything",
    NO_LN_PI,
)
def logarithm_outside_of_both_sums(P, pi):
    J = P + np.log(pi)
    m = J.max()
    return -(m + np.log(np.exp(J - m).sum()))


@fresh("negative_log_likelihood", r"product|underflow|extreme|inf", NO_LN_PI)
def product_of_all_points(P, pi):
    likelihood = np.prod(np.exp(P) @ pi)
    with np.errstate(divide="ignore"):
        return float(-np.log(likelihood))


@fresh("negative_log_likelihood", r"underflow|overflow|shift|[Mm]aximum|inf|extreme|exp", NO_LN_PI)
def densities_then_logarithm(P, pi):
    return -np.sum(np.log((pi * np.exp(P)).sum(axis=1)))


@fresh(
    "negative_log_likelihood",
    rf"(?:back|again)[\s\S]*(?:add|m\b|maximum)|(?:add|m\b|[Mm]aximum|"
    rf"shift)[\s\S]*(?:back|again|{GONE})",
    NO_LN_PI,
)
def maximum_not_added_back(P, pi):
    joint = P + np.log(pi)
    joint = joint - joint.max(axis=1, keepdims=True)
    return -np.log(np.exp(joint).sum(axis=1)).sum()


@fresh("negative_log_likelihood", rf"{TWICE}|deviance|factor (?:of )?2|2L|2 L|AIC|BIC", NO_LN_PI)
def deviance(P, pi):
    A = P + np.log(pi)
    m = A.max(axis=1)
    return -2 * np.sum(m + np.log(np.exp(A - m[:, None]).sum(axis=1)))


@fresh("negative_log_likelihood", r"base 2|bits|log ?_?2|log₂|wrong base", NO_LN_PI)
def in_bits(P, pi):
    A = P + np.log(pi)
    m = A.max(axis=1, keepdims=True)
    ln = m[:, 0] + np.log(np.exp(A - m).sum(axis=1))
    return -np.sum(ln / math.log(2))


@fresh(
    "negative_log_likelihood",
    r"[Ee]xpected|complete|posterior|responsib|shares|entropy|weighted",
    NO_LN_PI,
)
def expected_complete_likelihood(P, pi):
    A = P + np.log(pi)
    R = np.exp(A - A.max(axis=1, keepdims=True))
    R /= R.sum(axis=1, keepdims=True)
    return -np.sum(R * A)


@fresh("negative_log_likelihood", r"[Mm]aximum|largest|\bmax\b|best", NO_LN_PI)
def best_component_only(P, pi):
    return -np.max(P + np.log(pi), axis=1).sum()


@fresh(
    "negative_log_likelihood",
    r"one number|shape|not summed|sum over (?:the )?points|[Ss]um[\s\S]*points|"
    r"per point|each point|\(N,\)",
    NO_LN_PI,
)
def one_number_per_point(P, pi):
    A = P + np.log(pi)
    m = A.max(axis=1)
    return -(m + np.log(np.exp(A - m[:, None]).sum(axis=1)))


@fresh(
    "negative_log_likelihood",
    rf"π {INSTEAD} ln π|π (?:is |was )?added|ln π|logarithm of (?:π|pi)",
    rf"{NO_LN_PI}|sign|maximum",
)
def weights_added_to_logarithms(P, pi):
    a = P + pi[None, :]
    top = a.max(axis=1)
    return -(top + np.log(np.exp(a - top[:, None]).sum(axis=1))).sum()


@fresh(
    "negative_log_likelihood",
    (r"[Mm]ean|[Aa]verage|divided by N|per point|1 / N", r"sign|minus|negat|positive|−1"),
    NO_LN_PI,
)
def mean_with_the_wrong_sign(P, pi):
    A = P + np.log(pi)
    return np.mean(np.logaddexp.reduce(A, axis=1))


@fresh(
    "negative_log_likelihood",
    r"(?:weight|π|pi\b)[\s\S]*(?:equal|1/K|uniform|mean|average)|"
    r"[Mm]ean over (?:the )?components|divided by K|ln K",
    r"sign|over the points",
)
def all_components_alike(P, pi):
    m = P.max(axis=1)
    return -(m + np.log(np.exp(P - m[:, None]).mean(axis=1))).sum()
