"""三审三校: three people, proof passes, machine checks, the printed form. Knows no content type."""
