"""Booklets and other printed matter: editions, print runs, stock by place, orders, hand-over with a receipt."""
