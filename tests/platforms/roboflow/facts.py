"""Facts of the platform that generic tests need."""

NO_MUTANTS = ("emulator change not stored",)
