"""Wrong functions for the task em_step."""

import numpy as np
from words import E_STEP, M_STEP, MU, PI, SIGMA

from mixtures_lab import Mixture

from .formulas import joint, log_joint, lse, normalised, parts_of, responsibilities, step
from .keep import wrong


@wrong(
    "em_step",
    "the step is not made: the mixture comes back",
    r"unchanged|comes back",
    r"ln [πσ]|half (?:forgotten|left)",
)
def e_same(X, m):
    return m


@wrong(
    "em_step", "the weights keep their old values", (r"pi", r"unchanged|old"), (E_STEP, MU, SIGMA)
)
def e_old_pi(X, m):
    return step(X, normalised(log_joint(X, m)))._replace(pi=m.pi)


@wrong(
    "em_step", "the sigmas keep their old values", (r"sigma", r"unchanged|old"), (E_STEP, MU, PI)
)
def e_old_sigma(X, m):
    return step(X, normalised(log_joint(X, m)))._replace(sigma=m.sigma)


@wrong(
    "em_step", "two steps in place of one", r"two steps|twice", r"ln [πσ]|half (?:forgotten|left)"
)
def e_two(X, m):
    return step(X, normalised(log_joint(X, step(X, normalised(log_joint(X, m))))))


@wrong(
    "em_step",
    "the weights are left out of the posterior",
    (r"ln π|weights", r"forgotten|left out"),
    (M_STEP, r"ln σ|half"),
)
def e_no_pi(X, m):
    return step(X, normalised(log_joint(X, m._replace(pi=np.full(len(m.pi), 1 / len(m.pi))))))


@wrong("em_step", "the spread about the old means", r"old means|old mu|before", (E_STEP, PI))
def e_old_means(X, m):
    R = normalised(log_joint(X, m))
    new = step(X, R)
    D = ((X[:, None] - m.mu) ** 2).sum(axis=2)
    s = np.sqrt((R * D).sum(axis=0) / (X.shape[1] * np.maximum(R.sum(axis=0), 1e-12)))
    return new._replace(sigma=s)


@wrong("em_step", "sigma squared returned", r"σ²|variance", (MU, PI, r"E-step stands"))
def e_variance(X, m):
    new = step(X, normalised(log_joint(X, m)))
    return new._replace(sigma=new.sigma**2)


@wrong(
    "em_step",
    "the posterior normalised over points",
    r"axis 0|over the points|columns",
    (M_STEP, r"ln σ|ln π"),
)
def e_axis(X, m):
    A = log_joint(X, m)
    return step(X, np.exp(A - lse(A, axis=0)))


@wrong("em_step", "sigma taken for a variance in the densities", r"variance|√σ", (M_STEP, r"ln π"))
def e_sigma_as_variance(X, m):
    return step(X, normalised(log_joint(X, m._replace(sigma=np.sqrt(m.sigma)))))


@wrong(
    "em_step",
    "d left out of the normaliser",
    (r"\bd\b", r"normaliser|ln σ"),
    (M_STEP, r"ln π|half"),
)
def e_no_d(X, m):
    D = ((X[:, None] - m.mu) ** 2).sum(axis=2)
    P = -np.log(m.sigma) - D / (2 * m.sigma**2)
    with np.errstate(divide="ignore"):
        return step(X, normalised(P + np.log(m.pi)))


@wrong("em_step", "densities that underflow", r"underflow|densit|NaN", (M_STEP, r"ln π|ln σ"))
def e_densities(X, m):
    D = ((X[:, None] - m.mu) ** 2).sum(axis=2)
    p = m.pi * np.exp(-D / (2 * m.sigma**2)) / (m.sigma * np.sqrt(2 * np.pi)) ** X.shape[1]
    return step(X, p / p.sum(axis=1, keepdims=True))


@wrong(
    "em_step",
    "densities that underflow, with 1e-10 in the denominator",
    r"small number|1e-10|added",
    (M_STEP, r"ln π|ln σ"),
)
def e_densities_eps(X, m):
    D = ((X[:, None] - m.mu) ** 2).sum(axis=2)
    p = m.pi * np.exp(-D / (2 * m.sigma**2)) / (m.sigma * np.sqrt(2 * np.pi)) ** X.shape[1]
    return step(X, p / (p.sum(axis=1, keepdims=True) + 1e-10))


@wrong("em_step", "hard EM", r"likeliest|hard|largest", r"ln π|ln σ")
def e_hard(X, m):
    A = log_joint(X, m)
    return step(X, np.eye(A.shape[1])[A.argmax(axis=1)])


@wrong("em_step", "K-means style: nearest mean", r"nearest|hard|K-means", r"ln σ|ln π twice")
def e_kmeans(X, m):
    D = ((X[:, None] - m.mu) ** 2).sum(axis=2)
    return step(X, np.eye(len(m.mu))[D.argmin(axis=1)])


@wrong(
    "em_step",
    "sigma not divided by d, pi not by N",
    (r"sigma|σ", r"√d|\bd\b", r"pi|π", r"N times|\bN\b"),
    (E_STEP, MU),
)
def e_two_slips(X, m):
    R = normalised(log_joint(X, m))
    new = step(X, R)
    return new._replace(sigma=new.sigma * np.sqrt(X.shape[1]), pi=R.sum(axis=0))


@wrong(
    "em_step",
    "no weights in the posterior, and sigma not divided by d",
    (r"ln π", r"sigma|σ", r"√d|\bd\b"),
    r"ln σ|half",
)
def e_two_stages(X, m):
    R = normalised(log_joint(X, m._replace(pi=np.full(len(m.pi), 1 / len(m.pi)))))
    new = step(X, R)
    return new._replace(sigma=new.sigma * np.sqrt(X.shape[1]))


@wrong("em_step", "the half in the exponent is missing", r"half", (M_STEP, r"ln σ|ln π"))
def e_no_half(X, m):
    D = ((X[:, None] - m.mu) ** 2).sum(axis=2)
    P = -X.shape[1] * np.log(m.sigma) - D / m.sigma**2
    with np.errstate(divide="ignore"):
        return step(X, normalised(P + np.log(m.pi)))


@wrong(
    "em_step",
    "the posterior is recomputed after the means",
    r"recomputed|half-way|anew|again",
    r"ln [πσ]|half (?:forgotten|left)",
)
def e_ecm(X, m):
    new = step(X, normalised(log_joint(X, m)))
    R = normalised(log_joint(X, m._replace(mu=new.mu)))
    D = ((X[:, None] - new.mu) ** 2).sum(axis=2)
    Nk = R.sum(axis=0)
    return Mixture(
        new.mu, np.sqrt((R * D).sum(axis=0) / (X.shape[1] * np.maximum(Nk, 1e-12))), Nk / len(X)
    )


@wrong(
    "em_step",
    "the normaliser of the density is left out",
    (r"no normaliser|normaliser|ln σ", r"\b[Nn]o\b|left out|forgotten"),
    (M_STEP, r"ln π|half"),
)
def e_no_normaliser(X, m):
    D = ((X[:, None] - m.mu) ** 2).sum(axis=2)
    with np.errstate(divide="ignore"):
        return step(X, normalised(-D / (2 * m.sigma**2) + np.log(m.pi)))


@wrong(
    "em_step",
    "distances without a square",
    (r"distance|√D|root|square", r"E-step"),
    (M_STEP, r"ln σ|ln π"),
)
def e_root(X, m):
    D = np.sqrt(((X[:, None] - m.mu) ** 2).sum(axis=2))
    with np.errstate(divide="ignore"):
        A = -X.shape[1] * np.log(m.sigma) - D / (2 * m.sigma**2) + np.log(m.pi)
    return step(X, normalised(A))


@wrong(
    "em_step",
    "in place: the given mixture is edited",
    r"changed|edited",
    r"ln [πσ]|half (?:forgotten|left)",
)
def e_in_place(X, m):
    new = step(X, normalised(log_joint(X, m)))
    m.mu[:] = new.mu
    m.sigma[:] = new.sigma
    m.pi[:] = new.pi
    return m


@wrong("em_step", "the means keep their old values", (r"mu", r"unchanged|old"), (E_STEP, SIGMA, PI))
def e_1(X, m):
    _mu, s, pi = parts_of(X, responsibilities(joint(X, m)))
    return m.mu, s, pi


@wrong("em_step", "pi normalised by K", (r"π|pi", r"\bK\b"), (MU, SIGMA, r"E-step stands"))
def e_2(X, m):
    R = responsibilities(joint(X, m))
    mu, s, _pi = parts_of(X, R)
    return mu, s, R.sum(0) / R.shape[1]


@wrong(
    "em_step",
    "half-way between the old mixture and the new one",
    r"1/2 of the way|half|average|middle",
    r"ln [πσ]|E-step",
)
def e_3(X, m):
    mu, s, pi = parts_of(X, responsibilities(joint(X, m)))
    return (mu + m.mu) / 2, (s + m.sigma) / 2, (pi + m.pi) / 2


@wrong(
    "em_step",
    "the half missing in the E-step, and the variance returned",
    (r"half", r"σ²|variance|σ_j times|root"),
    r"ln σ|ln π|sign",
)
def e_4(X, m):
    D = ((X[:, None] - m.mu) ** 2).sum(2)
    with np.errstate(divide="ignore"):
        A = -X.shape[1] * np.log(m.sigma) - D / m.sigma**2 + np.log(m.pi)
    mu, s, pi = parts_of(X, responsibilities(A))
    return mu, s**2, pi


@wrong(
    "em_step",
    "the square of the Manhattan distance in the E-step",
    r"[Aa]bsolute|Manhattan",
    (M_STEP, r"ln σ|ln π"),
)
def e_5(X, m):
    D = abs(X[:, None] - m.mu).sum(2) ** 2
    with np.errstate(divide="ignore"):
        A = -X.shape[1] * np.log(m.sigma) - D / (2 * m.sigma**2) + np.log(m.pi)
    return parts_of(X, responsibilities(A))


@wrong("em_step", "returns R, too", r"tuple of 4|4 |four", r"ln [πσ]|half (?:forgotten|left)")
def e_6(X, m):
    R = responsibilities(joint(X, m))
    return (*parts_of(X, R), R)


@wrong(
    "em_step",
    "the distance, not its square, in the E-step and in sigma",
    (r"√D|root|not squared|distance", r"M-step|sigma"),
    r"ln σ|ln π",
)
def e_7(X, m):
    D = np.sqrt(((X[:, None] - m.mu) ** 2).sum(2))
    with np.errstate(divide="ignore"):
        A = -X.shape[1] * np.log(m.sigma) - D / (2 * m.sigma**2) + np.log(m.pi)
    R = responsibilities(A)
    mu, _, pi = parts_of(X, R)
    D = np.sqrt(((X[:, None] - mu) ** 2).sum(2))
    return mu, np.sqrt((R * D).sum(0) / (X.shape[1] * np.maximum(R.sum(0), 1e-12))), pi


@wrong("em_step", "hard assignment by the posterior", r"likeliest|hard|largest", r"ln π|ln σ")
def e_8(X, m):
    R = responsibilities(joint(X, m))
    j = R.argmax(1)
    R = np.eye(R.shape[1])[j]
    return parts_of(X, R)


@wrong(
    "em_step",
    "the posterior squared, then normalised again",
    (r"R²|R squared|twice", r"everything|whole|R²|R squared|e\^2|(π.*σ.*half)"),
    M_STEP,
)
def e_9(X, m):
    R = responsibilities(joint(X, m)) ** 2
    return parts_of(X, R / R.sum(1, keepdims=True))


@wrong(
    "em_step",
    "posteriors at least 1e-3, then normalised again",
    r"0\.001|1e-0?3|cut off|clip|at least|limit",
    (M_STEP, r"ln π|ln σ"),
)
def e_10(X, m):
    R = np.maximum(responsibilities(joint(X, m)), 1e-3)
    return parts_of(X, R / R.sum(1, keepdims=True))


@wrong(
    "em_step",
    "the first sigma for every component, in the E-step",
    r"first σ|first sigma|first component",
    (M_STEP, r"ln π"),
)
def e_11(X, m):
    return parts_of(
        X, responsibilities(joint(X, m._replace(sigma=np.full(len(m.sigma), m.sigma[0]))))
    )


@wrong("em_step", "ten steps", r"ten|steps|more than one|iteration", r"right E-step|E-step stands")
def e_12(X, m):
    for _ in range(10):
        m = Mixture(*parts_of(X, responsibilities(joint(X, m))))
    return m


@wrong(
    "em_step",
    "the new weights used in the same step",
    r"new (pi|π|weights)|recomputed|second|again",
    r"ln σ|half",
)
def e_13(X, m):
    m = m._replace(pi=parts_of(X, responsibilities(joint(X, m)))[2])
    mu, s, _ = parts_of(X, responsibilities(joint(X, m)))
    return mu, s, m.pi


@wrong("em_step", "shared sigma", r"one σ|shared|same", (MU, PI, r"E-step stands"))
def e_14(X, m):
    R = responsibilities(joint(X, m))
    mu, s, pi = parts_of(X, R)
    return mu, np.full(len(s), np.sqrt((pi * s**2).sum())), pi


@wrong(
    "em_step",
    "no weights, and no d in the normaliser, in the E-step",
    (r"ln π", r"\bd\b"),
    (M_STEP, r"half"),
)
def e_15(X, m):
    D = ((X[:, None] - m.mu) ** 2).sum(2)
    return parts_of(X, responsibilities(-np.log(m.sigma) - D / (2 * m.sigma**2)))
