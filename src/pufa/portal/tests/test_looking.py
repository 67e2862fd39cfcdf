import pytest
from pufa.portal.tests import builder
@pytest.mark.django_db
def test_x(client):
    p = builder.programme()
    for path in ["/", "/search/", "/search/?q=押金", "/series/", "/feeds/", "/feeds/all.atom", "/feeds/all.json","/about/privacy/","/about/accessibility/","/about/corrections/","/about/site/","/sitemap.xml","/robots.txt","/manifest.webmanifest", "/elders/", "/elders/search/?q=押金不退", "/elders/series/","/elders/about/privacy/"]:
        r = client.get(path)
        print(path, r.status_code, len(r.content), r.headers.get("X-Edge-Store"))
        if path.endswith("押金不退"): print(r.content.decode())
