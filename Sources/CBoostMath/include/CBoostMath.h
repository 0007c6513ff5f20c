#pragma once

// The distributions of Boost.Math that Pawl needs, behind a C boundary.
//
// No exception crosses it: an argument outside the domain, or an evaluation that does not converge, gives NaN.
// Upper tails are computed as such (not as 1 - cdf), so that small p-values keep their digits.

#ifdef __cplusplus
extern "C" {
#endif

/// P(Z <= z), Z standard normal.
double boost_math_normal_cdf(double z);
/// P(Z > z), Z standard normal.
double boost_math_normal_upper_tail(double z);
/// z with P(Z <= z) = probability, 0 < probability < 1.
double boost_math_normal_quantile(double probability);

/// P(T <= t), T Student's t; degrees_of_freedom > 0, need not be whole.
double boost_math_student_t_cdf(double t, double degrees_of_freedom);
/// P(T > t).
double boost_math_student_t_upper_tail(double t, double degrees_of_freedom);
/// t with P(T <= t) = probability, 0 < probability < 1.
double boost_math_student_t_quantile(double probability, double degrees_of_freedom);
/// P(T > t), T non-central t.
double boost_math_noncentral_t_upper_tail(double t, double degrees_of_freedom, double noncentrality);

/// P(X <= successes), X binomial; 0 <= successes <= trials.
double boost_math_binomial_cdf(double successes, double trials, double probability);
/// P(X = successes).
double boost_math_binomial_mass(double successes, double trials, double probability);

/// x with P(X <= x) = probability, X beta(a, b); a, b > 0.
double boost_math_beta_quantile(double probability, double a, double b);

/// x with P(X <= x) = probability, X gamma(shape, scale); both > 0.
double boost_math_gamma_quantile(double probability, double shape, double scale);

#ifdef __cplusplus
}
#endif
