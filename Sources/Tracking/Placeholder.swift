import Exchange
import Diagnostics
import Measures
import Records
