"""Mixtures by maximum likelihood: the derivation, as code.

In reading order: the matrices D, P, Q and the negative log-likelihood L; K-means;
EM; what a mixture says of points. `mixtures_lab.datasets` has data to try them on and
`mixtures_lab.plot` draws what they return (it needs matplotlib, and is imported by its
own name). `mixtures_lab.estimators`, imported by its own name too, has K-means and EM with
scikit-learn's interface.
"""

from . import datasets
from .density import aic, bic, log_density, predict, sample
from .em import FitStopped, em_steps, fit_em, m_step
from .kmeans import (
    KMeansFit,
    KMeansStep,
    fit_kmeans,
    kmeans_assign,
    kmeans_plus_plus,
    kmeans_steps,
    kmeans_update,
)
from .matrices import (
    log_gaussians,
    log_posterior,
    log_sum_exp,
    negative_log_likelihood,
    squared_distances,
)
from .mixture import Fit, Mixture, Step

__version__ = "0.1.0"

__all__ = [
    "squared_distances",
    "log_gaussians",
    "log_sum_exp",
    "negative_log_likelihood",
    "log_posterior",
    "Mixture",
    "Step",
    "Fit",
    "kmeans_assign",
    "kmeans_update",
    "kmeans_plus_plus",
    "kmeans_steps",
    "KMeansStep",
    "fit_kmeans",
    "KMeansFit",
    "m_step",
    "em_steps",
    "fit_em",
    "FitStopped",
    "log_density",
    "predict",
    "sample",
    "bic",
    "aic",
    "datasets",
]
