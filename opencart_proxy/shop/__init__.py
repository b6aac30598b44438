"""The shop's rules: cart, prices, shipping, payment and what goes with them, for every dialect."""
