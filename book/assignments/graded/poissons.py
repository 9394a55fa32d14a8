"""Mistakes with counts: their log-probabilities, and the M-step of their rates."""

import math
from typing import NamedTuple

import numpy as np

from mixtures_lab.checks.mistakes import Mistake

from .problems import log_factorials, x_ln
from .steps import EMPTY, EQUAL, HARD, POWER_OF_2, R_IS, SUM, at_least_1, likeliest

# the M-step


class Sums(NamedTuple):
    """What an answer is made of."""

    x: np.ndarray
    R: np.ndarray
    Nk: np.ndarray  # 1 where a component is empty

    @property
    def rate(self):
        return self.R.T @ self.x / self.Nk


def step(rate=lambda a: a.rate, weights=lambda a: a.R.mean(axis=0), shares=np.exp):
    """An M-step that is right but for what is passed."""

    def m_step(x, Q):
        R = shares(Q)
        sums = Sums(x, R, at_least_1(R.sum(axis=0)))
        return rate(sums), weights(sums)

    return m_step


def unguarded(x, Q):
    R = np.exp(Q)
    with np.errstate(invalid="ignore"):
        return R.T @ x / R.sum(axis=0), R.mean(axis=0)


RATE = "Set the slope of the expected cost in rate[j] to zero."

M_STEP = [
    Mistake(*EMPTY, unguarded),
    Mistake("the rate not divided by N_j", RATE, step(lambda a: a.R.T @ a.x)),
    Mistake("the rate divided by N", RATE, step(lambda a: a.R.T @ a.x / len(a.x))),
    Mistake(
        "the rate without the responsibilities",
        "Each count comes with its share r_ij.",
        step(lambda a: a.x.mean() + 0 * a.Nk),
    ),
    Mistake("1/rate returned for the rate", RATE, step(lambda a: 1 / a.rate)),
    Mistake(
        "ln rate returned for the rate", "rate itself is asked for.", step(lambda a: np.log(a.rate))
    ),
    Mistake(
        "the variance of the counts in place of their rate",
        RATE + " The two agree in the long run, but not for a few counts.",
        step(lambda a: (a.R * (a.x[:, None] - a.rate) ** 2).sum(axis=0) / a.Nk),
    ),
    Mistake("the root of the rate", RATE, step(lambda a: np.sqrt(a.rate))),
    Mistake(
        "the rate rounded to a whole number",
        "Counts are whole, a rate need not be.",
        step(lambda a: np.round(a.rate)),
    ),
    Mistake(
        "1 added to the counts and to N_j",
        RATE + " There is no prior here.",
        step(lambda a: (a.R.T @ a.x + 1) / (a.Nk + 1)),
    ),
    Mistake("the rate divided by N_j − 1", RATE, step(lambda a: a.R.T @ a.x / (a.Nk - 1))),
    Mistake(
        "the count of the likeliest point", RATE, step(lambda a: a.x[a.R.argmax(axis=0)] * 1.0)
    ),
    Mistake(*SUM, step(weights=lambda a: a.R.sum(axis=0))),
    Mistake(*EQUAL, step(weights=lambda a: 0 * a.Nk + 1 / len(a.Nk))),
    Mistake(
        "π in proportion to the counts",
        "A weight is the share of the points, whatever they count.",
        step(weights=lambda a: a.R.T @ a.x / a.x.sum()),
    ),
    Mistake(*HARD, step(shares=likeliest)),
    Mistake(POWER_OF_2, R_IS, step(shares=np.exp2)),
    Mistake(
        "rate and pi swapped", "Return rate, pi, in this order.", lambda x, Q: step()(x, Q)[::-1]
    ),
]


# ln p(x)


def poisson(power=None, rate=None, factorial=log_factorials):
    """x ln λ − λ − ln x!, with one of the three replaced."""

    def function(x, lam):
        first = x_ln(x, lam) if power is None else power(x[:, None], lam)
        return first - (lam if rate is None else rate(lam)) - factorial(x)[:, None]

    return function


def right_poisson(x, lam):
    return poisson()(x, lam)


def through_the_density(x, lam):
    factorial = np.array([np.prod(np.arange(1.0, n + 1)) for n in x])[:, None]
    with np.errstate(all="ignore"):
        return np.log(lam ** x[:, None] * np.exp(-lam) / factorial)


def integer_factorials(x):
    products = [np.prod(np.arange(1, n + 1, dtype=np.int64)) for n in x]
    with np.errstate(all="ignore"):
        return np.log(np.array(products, dtype=float))


def stirling(x):
    return np.array([n * math.log(n) - n if n else 0.0 for n in x])


FACTORIAL = "ln x! is math.lgamma(x + 1)."
TERMS = "Take the logarithm of the three factors one by one."

DENSITY = [
    Mistake("ln x! left out", TERMS, poisson(factorial=lambda x: 0.0 * x)),
    Mistake(
        "ln x! added", TERMS + " x! is below.", poisson(factorial=lambda x: -log_factorials(x))
    ),
    Mistake(
        "ln (x − 1)! in place of ln x!",
        FACTORIAL,
        poisson(factorial=lambda x: log_factorials(x, 0)),
    ),
    Mistake(
        "ln (x + 1)! in place of ln x!",
        FACTORIAL,
        poisson(factorial=lambda x: log_factorials(x, 2)),
    ),
    Mistake(
        "ln x in place of ln x!", FACTORIAL, poisson(factorial=lambda x: np.log(np.maximum(x, 1)))
    ),
    Mistake("Stirling's formula for ln x!", FACTORIAL, poisson(factorial=stirling)),
    Mistake("x! in place of ln x!", TERMS, poisson(factorial=lambda x: np.exp(log_factorials(x)))),
    Mistake("the rate left out", TERMS, poisson(rate=lambda lam: 0 * lam)),
    Mistake("the rate added", TERMS + " e is to the −rate.", poisson(rate=lambda lam: -lam)),
    Mistake("ln rate in place of the rate", TERMS, poisson(rate=np.log)),
    Mistake("x · rate in place of x ln rate", TERMS, poisson(power=lambda x, lam: x * lam)),
    Mistake("ln rate without x", TERMS, poisson(power=lambda x, lam: 0 * x + np.log(lam))),
    Mistake(
        "x log10 rate", "P is in nats: np.log.", poisson(power=lambda x, lam: x * np.log10(lam))
    ),
    Mistake(
        "the probabilities, not their logarithms",
        "P holds logarithms.",
        lambda x, lam: np.exp(right_poisson(x, lam)),
    ),
    Mistake(
        "minus the logarithm",
        "P holds ln p, which is never above 0.",
        lambda x, lam: -right_poisson(x, lam),
    ),
    Mistake("K × N instead of N × K", "One count per row.", lambda x, lam: right_poisson(x, lam).T),
    Mistake(
        "the rows normalised",
        "That is a posterior: P comes before it.",
        lambda x, lam: (
            right_poisson(x, lam) - np.logaddexp.reduce(right_poisson(x, lam), axis=1)[:, None]
        ),
    ),
    Mistake(
        "the probability computed first, and then its logarithm",
        "λ to the x and x! overflow, and e to the −λ underflows. " + TERMS,
        through_the_density,
    ),
    Mistake(
        "x! as a 64-bit integer",
        "21! does not fit. " + FACTORIAL,
        poisson(factorial=integer_factorials),
    ),
    Mistake(
        "0 times ln 0, which is nan, where the rate is 0",
        "A component with the rate 0 counts 0 always, so ln p(0) is 0. "
        "Take x ln(rate) as 0 where x is 0, with np.where or with "
        "scipy.special.xlogy.",
        poisson(power=lambda x, lam: x * np.log(lam)),
    ),
    Mistake(
        "a small number added to the rate",
        "ln(rate + 1e-10) is wrong where the rate is tiny.",
        lambda x, lam: right_poisson(x, lam + 1e-10),
    ),
]
