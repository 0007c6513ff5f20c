#include "CBoostMath.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <limits>

namespace {

using namespace boost::math::policies;

// Every kind of failure answers with a value (NaN or infinity) and errno instead of an exception.
using quiet = policy<
    domain_error<errno_on_error>, pole_error<errno_on_error>, overflow_error<errno_on_error>,
    underflow_error<errno_on_error>, denorm_error<errno_on_error>, evaluation_error<errno_on_error>,
    rounding_error<errno_on_error>, indeterminate_result_error<errno_on_error>, promote_double<false>>;

using normal = boost::math::normal_distribution<double, quiet>;
using student_t = boost::math::students_t_distribution<double, quiet>;
using noncentral_t = boost::math::non_central_t_distribution<double, quiet>;
using binomial = boost::math::binomial_distribution<double, quiet>;
using beta = boost::math::beta_distribution<double, quiet>;
using gamma_law = boost::math::gamma_distribution<double, quiet>;

// The policies leave nothing to throw; this guard makes it a certainty.
template <typename Body>
double guarded(Body body) noexcept {
    try {
        return body();
    } catch (...) {
        return std::numeric_limits<double>::quiet_NaN();
    }
}

}  // namespace

extern "C" {

double boost_math_normal_cdf(double z) {
    return guarded([=] { return cdf(normal(), z); });
}

double boost_math_normal_upper_tail(double z) {
    return guarded([=] { return cdf(complement(normal(), z)); });
}

double boost_math_normal_quantile(double probability) {
    return guarded([=] { return quantile(normal(), probability); });
}

double boost_math_student_t_cdf(double t, double degrees_of_freedom) {
    return guarded([=] { return cdf(student_t(degrees_of_freedom), t); });
}

double boost_math_student_t_upper_tail(double t, double degrees_of_freedom) {
    return guarded([=] { return cdf(complement(student_t(degrees_of_freedom), t)); });
}

double boost_math_student_t_quantile(double probability, double degrees_of_freedom) {
    return guarded([=] { return quantile(student_t(degrees_of_freedom), probability); });
}

double boost_math_noncentral_t_upper_tail(double t, double degrees_of_freedom, double noncentrality) {
    return guarded([=] { return cdf(complement(noncentral_t(degrees_of_freedom, noncentrality), t)); });
}

double boost_math_binomial_cdf(double successes, double trials, double probability) {
    return guarded([=] { return cdf(binomial(trials, probability), successes); });
}

double boost_math_binomial_mass(double successes, double trials, double probability) {
    return guarded([=] { return pdf(binomial(trials, probability), successes); });
}

double boost_math_beta_quantile(double probability, double a, double b) {
    return guarded([=] { return quantile(beta(a, b), probability); });
}

double boost_math_gamma_quantile(double probability, double shape, double scale) {
    return guarded([=] { return quantile(gamma_law(shape, scale), probability); });
}

}
