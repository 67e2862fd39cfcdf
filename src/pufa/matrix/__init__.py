"""The matrix: the city's accounts in one register, their filing, figures and health. It sends nothing itself."""
