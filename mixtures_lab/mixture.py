"""The records of the project: a mixture, one step of EM, and a finished fit."""

from typing import NamedTuple

import numpy as np

from . import _inputs

__all__ = ["Fit", "Mixture", "Step"]


class Mixture(NamedTuple):
    """A mixture of K spherical Gaussians in d dimensions (P-1).

        P(x) = Σ_j π_j N(x; μ_j, σ_j² I)

    Parameters
    ----------
    mu : array of shape (K, d)
        One mean per row, in the units of the data.
    sigma : array of shape (K,)
        One standard deviation per component, in the units of the data.
    pi : array of shape (K,)
        Mixing weights, which sum to 1.

    Examples
    --------
    >>> mixture = Mixture(mu=np.zeros((1, 2)), sigma=np.ones(1), pi=np.ones(1))
    >>> mixture.mu.shape
    (1, 2)
    """

    mu: np.ndarray
    sigma: np.ndarray
    pi: np.ndarray


class Step(NamedTuple):
    """One EM iteration: a mixture, and what the E-step said about it.

    Parameters
    ----------
    t : int
        The iteration; 0 is the first guess.
    mixture : Mixture
        The parameters at iteration `t`.
    Q : array of shape (N, K)
        Log-posterior under `mixture`, in nats (Q-5).
    nll : float
        L of `mixture`, in nats (nll-6).

    Examples
    --------
    >>> from mixtures_lab import em_steps
    >>> guess = Mixture(mu=[[0.0], [3.0]], sigma=[1.0, 1.0], pi=[0.5, 0.5])
    >>> step = next(em_steps([[0.0], [2.0], [10.0]], guess))
    >>> step.t, step.Q.shape, round(step.nll, 2)
    (0, (3, 2), 29.62)
    """

    t: int
    mixture: Mixture
    Q: np.ndarray
    nll: float


class Fit(NamedTuple):
    """What `fit_em` found.

    Parameters
    ----------
    mixture : Mixture
        The parameters at the end.
    trace : array of shape (T,)
        L at each iteration, in nats; ``trace[0]`` is of the first guess and
        ``trace[-1]`` of `mixture`. It never rises.
    converged : bool
        Whether L stopped falling before `max_iter` was reached.
    sigma_min : float
        The floor under every standard deviation, in the units of the data.
    at_floor : array of shape (K,)
        True for each component whose σ sits on the floor: it has collapsed
        onto a few points, and its likelihood says little (em-8).

    Examples
    --------
    >>> from mixtures_lab import fit_em
    >>> fit = fit_em([[0.0], [1.0], [2.0], [8.0], [9.0]], K=1)
    >>> fit.mixture.mu, fit.converged, fit.at_floor
    (array([[4.]]), True, array([False]))
    """

    mixture: Mixture
    trace: np.ndarray
    converged: bool
    sigma_min: float
    at_floor: np.ndarray

    @property
    def nll(self):
        """L of `mixture`, in nats."""
        return float(self.trace[-1])


def checked_mixture(mixture, d=None, name="mixture"):
    """`mixture` with float64 arrays of its own that fit each other, and points with `d` columns.

    A fit or a step stands for the mixture in it.
    """
    try:
        mu, sigma, pi = getattr(mixture, "mixture", mixture)
    except (TypeError, ValueError):
        raise ValueError(
            f"{name}: a mixture has three parts, mu, sigma and pi, but got "
            f"{type(mixture).__name__}: build it with Mixture(mu, sigma, pi)"
        ) from None
    mu = _inputs.means(mu, f"{name}.mu", d)
    K = len(mu)
    sigma = _inputs.standard_deviations(sigma, K, f"{name}.sigma")
    pi = _inputs.mixing_weights(pi, K, f"{name}.pi")
    return Mixture(mu.copy(), sigma.copy(), pi.copy())
