"""What the office writes: brands (品牌), series (专题), numbered issues (期), pieces (稿件)."""
