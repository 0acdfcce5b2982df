"""Transport by distance: fuel from vehicles and kilometres, where no fuel sales are known.

The account counts fuel sold (GPC 1.1, section 7.3.1). This is the other way to the same litres, to
compare with them; what the litres emit is `combustion`.
"""

from decimal import Decimal


def fuel_litres(vehicles: Decimal, km_per_vehicle: Decimal, litres_per_100_km: Decimal) -> Decimal:
    """Fuel one class of vehicles used: vehicles × distance × consumption.

    IPCC 2006, volume 2, equation 3.2.6 (validating fuel consumption).
    """
    return vehicles * km_per_vehicle * litres_per_100_km / 100
