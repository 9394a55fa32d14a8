"""Fresh mistakes in D, P and Q."""

import math

import numpy as np
from words import GONE, HALF, INSTEAD, TWICE

from . import fresh

# ------------------------------------------------------------------ squared_distances(X, mu)


@fresh(
    "squared_distances",
    r"√|\b[Rr]oot|not squared|its square|norm|distances? itself",
    r"\bthe term\b",
)
def norms_in_a_double_loop(X, mu):
    D = np.zeros((len(X), len(mu)))
    for n in range(len(X)):
        for k in range(len(mu)):
            D[n, k] = np.linalg.norm(X[n] - mu[k])
    return D


@fresh("squared_distances", (r"cross|X ?μ|X ?@|middle", rf"2|{HALF}|{TWICE}"), r"sign")
def cross_term_once(X, mu):
    x2 = np.einsum("ij,ij->i", X, X)[:, None]
    m2 = np.einsum("ij,ij->i", mu, mu)[None]
    return x2 - X @ mu.T + m2


@fresh("squared_distances", r"[Mm]ean|[Aa]verage|divided by d", r"\bthe term\b")
def mean_square_over_coordinates(X, mu):
    return np.mean((X[:, np.newaxis, :] - mu[np.newaxis, :, :]) ** 2, axis=2)


@fresh(
    "squared_distances",
    r"two (?:coordinates|columns)|first 2|out of bounds|IndexError",
    r"\bthe term\b",
)
def two_coordinates_by_name(X, mu):
    dx = X[:, 0][:, None] - mu[:, 0]
    dy = X[:, 1][:, None] - mu[:, 1]
    return dx**2 + dy**2


@fresh("squared_distances", r"[Aa]bsolute|Manhattan|city|\|x|ℓ1|L1", r"\bthe term\b")
def city_blocks(X, mu):
    return np.array([np.abs(X - m).sum(axis=1) for m in mu]).T


@fresh(
    "squared_distances",
    r"(?:[Ss]um\b|summed|added)[\s\S]*squar|squar\w* (?:of|after) (?:the |a )?sum",
    r"\bthe term\b",
)
def summed_before_it_is_squared(X, mu):
    diff = X[:, None] - mu[None]
    return np.sum(diff, axis=-1) ** 2


@fresh(
    "squared_distances", r"[Tt]ranspos|K ?[×x,] ?N|\(K, N\)|rows and columns|axes", r"\bthe term\b"
)
def one_row_per_mean(X, mu):
    return np.stack([np.sum((X - m) ** 2, axis=1) for m in mu])


@fresh("squared_distances", r"broadcast|shape|did not run|[Ee]rror", r"\bthe term\b")
def squares_of_mu_as_a_column(X, mu):
    return (X**2).sum(1)[:, None] - 2 * X.dot(mu.T) + (mu**2).sum(1)[:, None]


@fresh(
    "squared_distances",
    (r"\b[Rr]oot|√|not squared|distances? itself", r"sign|\+ ?2|2 instead of −2|plus|added"),
    r"X² · 1|μᵀ\)²",
)
def plus_and_root(X, mu):
    x2 = np.sum(X**2, axis=1, keepdims=True)
    m2 = np.sum(mu**2, axis=1)
    return np.sqrt(x2 + 2 * X @ mu.T + m2)


@fresh(
    "squared_distances",
    r"(?:all|whole|total|every|both axes|axis)[\s\S]*(?:X|point)|(?:X|"
    r"points?)[\s\S]*(?:over all|total|everything|both axes)",
    r"cross|X μ",
)
def squares_of_x_summed_over_all(X, mu):
    return np.sum(X**2) - 2 * X @ mu.T + np.sum(mu**2, axis=1)


@fresh(
    "squared_distances",
    r"integer|whole numbers?|rounded|truncat|cut off|\bint\b|decimals",
    r"\bthe term\b",
)
def kept_in_integers(X, mu):
    N, K = X.shape[0], mu.shape[0]
    D = np.zeros((N, K), dtype=int)
    for i in range(N):
        for j in range(K):
            D[i, j] = ((X[i] - mu[j]) ** 2).sum()
    return D


@fresh(
    "squared_distances",
    r"cumul|running|added up|add up|not (?:set|put) (?:back )?to 0|reset|earlier|"
    r"previous|before it|carried over",
    r"\bthe term\b",
)
def total_never_reset(X, mu):
    D = np.empty((X.shape[0], mu.shape[0]))
    for i in range(X.shape[0]):
        s = 0.0
        for j in range(mu.shape[0]):
            for c in range(X.shape[1]):
                s += (X[i, c] - mu[j, c]) ** 2
            D[i, j] = s
    return D


@fresh(
    "squared_distances",
    r"first (?:mean|centre|row|μ|mu|component)|mu\[0\]|μ₁|μ_1|same (?:mean|"
    r"centre)|(?:columns|means?)[\s\S]*(?:same|equal|alike)",
    r"\bthe term\b",
)
def always_the_first_mean(X, mu):
    D = np.empty((len(X), len(mu)))
    for j in range(len(mu)):
        D[:, j] = ((X - mu[0]) ** 2).sum(axis=1)
    return D


# ------------------------------------------------------------------ log_gaussians(D, sigma, d)
HEIGHT = r"ln σ (?:left|has|with|without|twice|halved)|2π"
EXPONENT = r"distance|exponent|D/|\bD\b (?:left|has)"


@fresh("log_gaussians", (r"σ", rf"σ {INSTEAD} σ²|σ²|not squared|square"), r"ln σ|2π")
def sigma_not_squared_in_exponent(D, sigma, d):
    return -D / (2 * sigma) - d * np.log(sigma) - d / 2 * np.log(2 * np.pi)


@fresh(
    "log_gaussians",
    rf"\bd\b[\s\S]*{GONE}|{GONE}[\s\S]*\bd\b|d = 1|factor d|d/2|dimension",
    EXPONENT,
)
def one_dimensional_normaliser(D, sigma, d):
    return -0.5 * np.log(2 * np.pi * sigma**2) - D / (2 * sigma**2)


@fresh("log_gaussians", rf"{HALF}|(?:distance|exponent|D\S*)[\s\S]*(?:{TWICE}|factor 2)", HEIGHT)
def exponent_without_its_half(D, sigma, d):
    var = np.square(sigma)
    return -D / var - 0.5 * d * np.log(2 * np.pi * var)


@fresh(
    "log_gaussians",
    (r"2π", rf"{HALF}|√|[Rr]oot|{TWICE}|factor 2"),
    rf"{EXPONENT}|ln σ (?:left|has|twice)",
)
def root_of_two_pi_forgotten(D, sigma, d):
    return -d * np.log(2 * np.pi * sigma) - D / (2 * sigma**2)


@fresh("log_gaussians", rf"σ²|σ[\s\S]*(?:{TWICE}|squared)|{TWICE}[\s\S]*σ", rf"{EXPONENT}|2π")
def sigma_squared_in_the_normaliser(D, sigma, d):
    normaliser = (np.sqrt(2 * np.pi) * sigma**2) ** d
    return -0.5 * D / sigma**2 - np.log(normaliser)


@fresh(
    "log_gaussians",
    r"D ?²|D\*\*2|\bD\b[\s\S]*squar|squar\w* (?:twice|again|once more|already)|distances? squared",
    HEIGHT,
)
def distances_squared_again(D, sigma, d):
    return -(D**2) / (2 * sigma**2) - d * np.log(sigma * np.sqrt(2 * np.pi))


@fresh("log_gaussians", r"√|\b[Rr]oot|not squared|distances? (?:itself|instead)", HEIGHT)
def root_of_the_distance(D, sigma, d):
    z = np.sqrt(D) / sigma
    return -z / 2 - d * np.log(sigma) - d * np.log(2 * np.pi) / 2


@fresh(
    "log_gaussians",
    r"density|densities|(?:ln|log\w*)[\s\S]*(?:left out|forgotten|missing|"
    r"not taken)|e\^P|exp\(P\)",
    r"\bthe term\b",
)
def density_itself(D, sigma, d):
    return np.exp(-D / (2 * sigma**2)) / (np.sqrt(2 * np.pi) * sigma) ** d


@fresh("log_gaussians", r"log ?_?\{?(?:10|₁₀)|base 10|decimal|wrong base|ten\b", r"distance|D/")
def logarithm_to_base_ten(D, sigma, d):
    return -D / (2 * sigma**2) - d * np.log10(sigma) - d / 2 * np.log10(2 * np.pi)


@fresh(
    "log_gaussians",
    r"variance|σ {0} σ²|σ where σ²|σ² is σ|root of σ|√σ".replace("{0}", INSTEAD),
    r"2π (?:has|left)|\bd\b",
)
def sigma_taken_for_a_variance(D, sigma, d):
    var = sigma
    return -0.5 * (d * np.log(2 * np.pi * var) + D / var)


@fresh("log_gaussians", r"times|multipl|·|precedence|divided|brackets|D ?σ²|σ² D|\*", HEIGHT)
def precedence_of_division(D, sigma, d):
    return -D / 2 * sigma**2 - d * np.log(sigma) - d / 2 * np.log(2 * np.pi)


@fresh("log_gaussians", r"sign|\+|positive|plus|added|minus", HEIGHT)
def exponent_with_plus(D, sigma, d):
    return D / (2 * sigma**2) - d / 2 * np.log(2 * np.pi * sigma**2)


@fresh(
    "log_gaussians",
    (r"ln σ|log σ|σ", r"\bd\b|dimension|factor"),
    rf"2π (?:has|left|is)|{EXPONENT}",
)
def d_only_before_ln_two_pi(D, sigma, d):
    log_norm = -0.5 * d * math.log(2 * math.pi) - np.log(sigma)
    return log_norm[None, :] - D / (2.0 * sigma[None, :] ** 2)


@fresh(
    "log_gaussians",
    (r"ln σ|log σ", r"sign|\+|positive|plus|minus|1 instead of −1", rf"distance|exponent|D|{HALF}"),
    r"2π",
)
def sign_of_ln_sigma_and_half(D, sigma, d):
    return d * np.log(sigma) - d / 2 * np.log(2 * np.pi) - D / sigma**2


@fresh("log_gaussians", r"3\.14|round|approximat|digits|π (?:is|as|has)", r"σ|distance")
def pi_by_heart(D, sigma, d):
    return -d / 2 * np.log(2 * 3.14 * sigma**2) - D / (2 * sigma**2)


@fresh("log_gaussians", r"\bK\b[\s\S]*\bd\b|\bd\b[\s\S]*\bK\b|D\.shape|columns", EXPONENT)
def d_read_off_the_matrix(D, sigma, d):
    d = D.shape[1]
    return -0.5 * d * np.log(2 * np.pi) - d * np.log(sigma) - D / (2 * sigma**2)


@fresh("log_gaussians", r"broadcast|shape|column|did not run|[Ee]rror", r"\bthe term\b")
def sigma_as_a_column(D, sigma, d):
    s = sigma[:, np.newaxis]
    return -D / (2 * s**2) - d * np.log(s) - d / 2 * np.log(2 * np.pi)


@fresh(
    "log_gaussians",
    r"underflow|overflow|−inf|-inf|extreme|exp\b|e\^|logarithm of the density",
    r"ln σ|2π (?:left|has)",
)
def logarithm_of_the_density(D, sigma, d):
    density = np.exp(-D / (2 * sigma**2)) / (2 * np.pi * sigma**2) ** (d / 2)
    return np.log(density)


# ------------------------------------------------------------------ log_posterior(P, pi)


@fresh(
    "log_posterior",
    r"axis 0|over (?:the )?points|down (?:the|each) column|columns?\b|wrong axis",
    r"ln π|weights? left",
)
def softmax_over_points(P, pi):
    J = P + np.log(pi)
    J = J - J.max(axis=0)
    return J - np.log(np.exp(J).sum(axis=0))


@fresh(
    "log_posterior",
    r"e\^Q|exp|not (?:its|their) logarithm|posterior itself|probabilit|(?:ln|"
    r"log\w*)[\s\S]*(?:forgotten|left out|missing|not taken)|shares?",
    r"ln π|not normalised",
)
def responsibilities_themselves(P, pi):
    A = P + np.log(pi)
    W = np.exp(A - A.max(axis=1, keepdims=True))
    return W / W.sum(axis=1, keepdims=True)


@fresh(
    "log_posterior",
    rf"(?:ln π|π|pi\b|weights?|prior)[\s\S]*{GONE}|{GONE}[\s\S]*(?:ln π|π\b|pi\b|weight|prior)",
    r"normalis\w+ (?:left|forgotten)|not normalis",
)
def softmax_of_p_alone(P, pi):
    top = np.max(P, axis=1)[:, None]
    return P - top - np.log(np.sum(np.exp(P - top), axis=1))[:, None]


@fresh(
    "log_posterior",
    rf"π {INSTEAD} ln π|π (?:is |was )?added|ln π|logarithm of (?:π|pi)",
    r"ln π (?:left out|forgotten|missing)|normalis\w+ (?:left|forgotten)|not normalis",
)
def pi_added_as_it_is(P, pi):
    a = P + pi
    m = a.max(1, keepdims=True)
    return a - (m + np.log(np.exp(a - m).sum(1, keepdims=True)))


@fresh(
    "log_posterior",
    r"normalis|denominator|log-?sum-?exp|evidence|joint|ln P\(x|do(?:es)? not sum to 1",
    r"ln π (?:left|forgotten)|axis",
)
def joint_alone(P, pi):
    Q = np.empty_like(P)
    for k, weight in enumerate(pi):
        Q[:, k] = P[:, k] + np.log(weight)
    return Q


@fresh("log_posterior", r"[Mm]aximum|\bmax\b|largest", r"ln π (?:left|forgotten)")
def minus_the_maximum_alone(P, pi):
    s = P + np.log(pi)
    return s - np.max(s, axis=1, keepdims=True)


@fresh(
    "log_posterior",
    r"underflow|overflow|−inf|-inf|nan|extreme|exp|e\^|0/0|densities",
    r"ln π (?:left|forgotten)|not normalis",
)
def bayes_with_densities(P, pi):
    num = np.exp(P) * pi
    return np.log(num / num.sum(axis=1, keepdims=True))


@fresh(
    "log_posterior",
    (
        r"denominator|normalis|log-?sum-?exp|evidence|subtracted|divided|sum",
        r"π|pi\b|weights|prior",
    ),
    r"not normalised|axis",
)
def denominator_without_pi(P, pi):
    m = P.max(axis=1, keepdims=True)
    evidence = m + np.log(np.exp(P - m).sum(axis=1, keepdims=True))
    return P + np.log(pi) - evidence


@fresh(
    "log_posterior",
    (r"numerator|joint|only|alone|P\b|before", r"π|pi\b|weights|prior"),
    r"not normalised|axis",
)
def numerator_without_pi(P, pi):
    joint = P + np.log(pi)
    m = joint.max(axis=1, keepdims=True)
    return P - m - np.log(np.exp(joint - m).sum(axis=1, keepdims=True))


@fresh(
    "log_posterior",
    r"\ball\b|everything|whole|both axes|one (?:number|sum)|over (?:the )?points",
    r"ln π (?:left|forgotten)",
)
def one_sum_for_all_points(P, pi):
    A = P + np.log(pi)
    return A - (A.max() + np.log(np.sum(np.exp(A - A.max()))))


@fresh(
    "log_posterior",
    r"[Hh]ard|one-hot|largest|argmax|\b0 and 1\b|winner|nearest",
    r"square root|ln π (?:left|forgotten)",
)
def hard_choice(P, pi):
    j = np.argmax(P + np.log(pi), axis=1)
    with np.errstate(divide="ignore"):
        return np.log(np.eye(len(pi))[j])


@fresh("log_posterior", r"sign|−Q|-Q|negative|minus|other way", r"ln π (?:left|has)")
def sign_turned(P, pi):
    A = P + np.log(pi)
    m = A.max(axis=1, keepdims=True)
    lse = m + np.log(np.exp(A - m).sum(axis=1, keepdims=True))
    return lse - A


# Over the points ln π cancels: nobody can see that it is left out.
@fresh("log_posterior", r"axis|points|column", r"not normalised")
def no_prior_and_axis_zero(P, pi):
    e = np.exp(P - P.max(axis=0))
    with np.errstate(divide="ignore"):
        return np.log(e / np.sum(e, axis=0))


@fresh(
    "log_posterior",
    rf"(?:π|pi\b|weights?|prior)[\s\S]*(?:{TWICE}|²|2 ln|squared)|(?:{TWICE}|"
    rf"2 ln)[\s\S]*(?:π|weight)",
    r"ln π (?:left out|forgotten)",
)
def prior_counted_twice(P, pi):
    log_prior = np.log(pi)
    joint = P + log_prior
    m = (joint + log_prior).max(axis=1, keepdims=True)
    q = joint + log_prior
    return q - m - np.log(np.exp(q - m).sum(axis=1, keepdims=True))
