"""Any act by anybody in any order: what must hold all the same."""
