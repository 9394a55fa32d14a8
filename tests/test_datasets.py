"""Old Faithful as published, and made sets with the shape that each one promises."""

import hashlib
import inspect

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from problems import a_mixture, no_warnings, nothing_else_changes, seeds
from scipy import special, stats
from scipy.spatial.distance import cdist

from mixtures_lab import datasets

pytestmark = no_warnings

MADE = [
    datasets.blobs,
    datasets.well_separated,
    datasets.overlapping,
    datasets.unequal_sizes,
    datasets.one_far_outlier,
    datasets.rings,
    datasets.far_from_origin,
]
made = pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)


# old_faithful: oracle


def test_old_faithful_is_the_published_table():
    X = datasets.old_faithful()
    assert X.shape == (272, 2)
    np.testing.assert_allclose(X.mean(axis=0), [3.48778, 70.89706], atol=5e-6)
    np.testing.assert_array_equal(X[[0, 1, -1]], [[3.6, 79], [1.8, 54], [4.467, 74]])
    # R's faithful: quantiles, and the correlation that its help page shows
    np.testing.assert_allclose(np.quantile(X[:, 0], [0, 0.5, 1]), [1.6, 4.0, 5.1])
    np.testing.assert_allclose(np.quantile(X[:, 1], [0, 0.5, 1]), [43, 76, 96])
    assert np.corrcoef(X.T)[0, 1] == pytest.approx(0.9008112, abs=1e-7)


def test_the_one_gaussian_likelihood_of_old_faithful_is_the_published_one():
    X = datasets.old_faithful()
    s = np.sqrt(X.var(axis=0).mean())
    assert stats.norm.logpdf(X, X.mean(axis=0), s).sum() == pytest.approx(-2003.952037, abs=1e-6)


# old_faithful: law


def test_old_faithful_comes_new_each_time():
    X = datasets.old_faithful()
    X[:] = 0  # a reader who edits the table does not edit it for the next one
    assert (
        hashlib.sha256(datasets.old_faithful().tobytes()).digest()
        != hashlib.sha256(X.tobytes()).digest()
    )
    assert datasets.old_faithful().min() > 1


# made sets: oracle


@pytest.mark.parametrize("K, d", [(3, 2), (2, 5), (4, 1)])
def test_blobs_have_the_distribution_of_their_mixture(K, d, rng):
    mixture = a_mixture(rng, K, d)
    X = datasets.blobs(6000, mu=mixture.mu, sigma=mixture.sigma, pi=mixture.pi, rng=1)
    for c in range(d):

        def cdf(x, c=c):
            each = stats.norm.cdf(np.asarray(x)[:, None], mixture.mu[:, c], mixture.sigma)
            return each @ mixture.pi

        assert stats.kstest(X[:, c], cdf).pvalue > 1e-3


def test_the_coordinates_of_a_blob_are_independent():
    X = datasets.blobs(6000, mu=[[1.0, 5.0, 9.0]], sigma=2.0)
    np.testing.assert_allclose(np.cov(X.T), 4 * np.eye(3), atol=0.25)


def test_blobs_have_equal_weights_and_one_sigma_unless_told():
    X = datasets.blobs(6000, mu=[[0.0, 0.0], [100.0, 0.0], [0.0, 100.0]], sigma=3)
    label = cdist(X, [[0, 0], [100, 0], [0, 100]]).argmin(axis=1)
    assert stats.chisquare(np.bincount(label)).pvalue > 1e-3
    for j in range(3):
        np.testing.assert_allclose(X[label == j].std(axis=0), 3, rtol=0.06)


CENTRES = {
    datasets.well_separated: [[-6, -3], [0, 5], [6, -3]],
    datasets.overlapping: [[-1.5, -0.5], [0, 1.8], [1.5, -0.5]],
}


@pytest.mark.parametrize(
    "make, least, most",
    [(datasets.well_separated, 0.99999, 1), (datasets.overlapping, 0.7, 0.9)],
)
def test_groups_share_as_many_points_as_the_name_says(make, least, most):
    X = make(3000)
    A = -cdist(X, CENTRES[make], "sqeuclidean") / 2
    sure = np.exp((A - special.logsumexp(A, axis=1, keepdims=True)).max(axis=1)).mean()
    assert least < sure <= most


def test_unequal_sizes_are_a_wide_heavy_and_a_narrow_light_group():
    X = datasets.unequal_sizes(4000)
    narrow = X[np.hypot(X[:, 0] - 6, X[:, 1]) < 1.2]  # three sigmas of the narrow one
    # a few of the wide group lie there too
    assert 0.15 < len(narrow) / len(X) < 0.19
    wide = X[X[:, 0] < 0]
    assert wide[:, 1].std() == pytest.approx(2.5, rel=0.05)
    assert np.median(np.abs(narrow[:, 1])) == pytest.approx(0.4 * 0.6745, rel=0.2)


def test_the_outlier_is_the_last_row_and_its_density_underflows():
    X = datasets.one_far_outlier(200)
    assert np.exp(stats.norm.logpdf(X[-1], [3, 0]).sum()) == 0
    assert np.abs(X[:-1]).max() < 10
    assert (np.sign(X[:-1, 0]) > 0).mean() == pytest.approx(0.5, abs=0.12)


def test_rings_are_a_disc_and_a_ring_with_nothing_between():
    X = datasets.rings(3000)
    radius = np.hypot(*X.T)
    assert not ((radius > 2.2) & (radius < 3.2)).any()
    assert (radius < 2.5).mean() == pytest.approx(1 / 3, abs=0.03)
    assert radius[radius > 2.5].mean() == pytest.approx(5, abs=0.05)
    # all around: neither half is empty, and the middle is the origin
    np.testing.assert_allclose(X.mean(axis=0), 0, atol=0.3)


def test_far_from_origin_is_well_separated_moved():
    for offset in (1e8, -3.0):
        np.testing.assert_array_equal(
            datasets.far_from_origin(50, offset=offset, rng=3),
            datasets.well_separated(50, rng=3) + offset,
        )
    assert datasets.far_from_origin(50).min() > 9e7


# made sets: law


@made
def test_a_made_set_knows_the_component_of_every_point(make):
    X, components = make(2000, return_components=True)
    np.testing.assert_array_equal(X, make(2000))
    assert components.shape == (2000,)
    groups = [X[components == j] for j in range(components.max() + 1)]
    if make is datasets.rings:
        assert np.hypot(*groups[0].T).max() < 2.5 < np.hypot(*groups[1].T).min()
        return
    # every point is, but for what overlaps, nearest to the mean of its own group
    spread = [max(np.sqrt(group.var(axis=0).mean()), 1e-3) for group in groups]
    D = cdist(X, [group.mean(axis=0) for group in groups]) ** 2 / np.square(spread)
    assert (D.argmin(axis=1) == components).mean() > (0.8 if make is datasets.overlapping else 0.93)


@made
@given(N=st.integers(2, 40), seed=seeds)
def test_a_made_set_has_n_finite_points_and_repeats_with_its_seed(make, N, seed):
    X = make(N, rng=seed)
    assert X.shape == (N, 2)
    assert np.isfinite(X).all()
    np.testing.assert_array_equal(make(N, rng=np.random.default_rng(seed)), X)
    assert (make(N, rng=seed + 1) != X).any()


@made
def test_a_made_set_has_300_points_the_same_each_time_unless_told(make):
    np.testing.assert_array_equal(make(), make(300, rng=0))
    assert next(iter(inspect.signature(make).parameters)) == "N"


@given(seeds, st.sampled_from([0.25, 4.0, 1024.0]))
def test_blobs_have_the_units_of_their_means(seed, unit):
    mu = np.array([[1.0, 2.0, 3.0], [5.0, 5.0, 4.0]])
    np.testing.assert_allclose(
        datasets.blobs(20, mu=unit * mu, sigma=unit, rng=seed),
        unit * datasets.blobs(20, mu=mu, sigma=1.0, rng=seed),
        rtol=1e-12,
    )


@made
def test_a_made_set_edits_nothing_and_leaves_the_global_generator_alone(make):
    mu, sigma, pi = np.array([[0.0, 1.0]] * 3), np.array([1.0, 2.0, 3.0]), np.array([0.2, 0.3, 0.5])
    more = {"mu": mu, "sigma": sigma, "pi": pi} if make is datasets.blobs else {}
    with nothing_else_changes(mu, sigma, pi):
        make(7, **more)


# made sets: extreme


@made
def test_the_smallest_made_set(make):
    least = 2 if make is datasets.one_far_outlier else 1
    assert make(least).shape == (least, 2)


def test_a_blob_of_weight_0_has_no_points():
    X = datasets.blobs(100, mu=[[0.0], [1e6]], pi=[1, 0])
    assert X.max() < 10


def test_blobs_may_be_tiny_or_far_and_in_any_dimension():
    X = datasets.blobs(500, mu=[[1e8] * 100, [-1e8] * 100], sigma=[1e-6, 1e6])
    assert X.shape == (500, 100)
    near, wide = X[X[:, 0] > 9.99e7], X[X[:, 0] < 0]
    assert len(near) + len(wide) == 500
    np.testing.assert_allclose(near, 1e8, atol=1e-5)
    assert wide.std() == pytest.approx(1e6, rel=0.02)


# made sets: bad input


@made
@pytest.mark.parametrize("N", [0, -3, 2.0, True, "5", None])
def test_a_number_of_points_that_is_none_is_refused(make, N):
    least = 2 if make is datasets.one_far_outlier else 1
    with pytest.raises(ValueError, match=f"N is {N!r} but must be a whole number, {least} or more"):
        make(N)


def test_an_outlier_needs_company():
    with pytest.raises(ValueError, match="N is 1 but must be a whole number, 2 or more"):
        datasets.one_far_outlier(1)


@made
def test_a_seed_that_is_none_is_refused(make):
    with pytest.raises(ValueError, match="rng must be a numpy Generator or a seed"):
        make(5, rng="seed")


@pytest.mark.parametrize("offset", [np.nan, np.inf, [1.0, 2.0], None])
def test_an_offset_that_is_no_number_is_refused(offset):
    with pytest.raises(ValueError, match=r"offset is .* but must be one finite number$"):
        datasets.far_from_origin(5, offset=offset)


@pytest.mark.parametrize(
    "more, words",
    [
        ({"mu": [0.0, 1.0]}, "mu has 1 dimension but needs 2, one row per mean"),
        ({"mu": [[0.0, np.nan]]}, "mu holds nan in row 0, column 1"),
        ({"sigma": 0.0}, "sigma holds 0.0 for component 0: .* greater than 0"),
        ({"sigma": [1.0, 1.0, -2.0]}, "sigma holds -2.0 for component 2"),
        ({"sigma": [1.0, 1.0]}, "sigma has 2 entries but there are 3 components"),
        ({"pi": [0.5, 0.5, 0.5]}, "pi sums to 1.5 but must sum to 1: divide the weights"),
        ({"pi": [0.5, 0.5]}, "pi has 2 entries but there are 3 components"),
        ({"pi": [1.5, -0.5, 0]}, "pi holds -0.5 for component 1"),
    ],
)
def test_blobs_refuse(more, words):
    with pytest.raises(ValueError, match=words):
        datasets.blobs(5, **more)
