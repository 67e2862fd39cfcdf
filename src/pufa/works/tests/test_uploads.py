"""Large files in pieces: every byte once, whatever breaks; nobody else's; nothing left behind."""

import base64
import io
import os
from datetime import timedelta

import pytest
from django.test import Client

from pufa.edge.files import MediaFiles
from pufa.lib.tests.sounds import sound
from pufa.review.tests.factories import sign_in
from pufa.works import actions
from pufa.works.errors import WorksError
from pufa.works.models import Media, Upload
from pufa.works.tests import test_works as rooms
from pufa.works.tests.test_works import NOW

pytestmark = pytest.mark.django_db
office, unit, contact, work, _clock = rooms.office, rooms.unit, rooms.contact, rooms.work, rooms._clock
SOUND = sound()
PIECE = {"content_type": "application/offset+octet-stream"}


def begun(work, by, data=SOUND, **more):
    return actions.begin_upload(work=work, size=len(data), by=by, **more)


def refusal(deed, **words):
    with pytest.raises(WorksError) as caught:
        deed(**words)
    return caught.value.reason


def add(upload, offset, data, by):
    return actions.add_piece(upload=upload, offset=offset, piece=io.BytesIO(data), by=by)


def parts(settings):
    return [one for one in (settings.MEDIA_ROOT / "uploads").rglob("*") if one.is_file()]


def test_pieces_make_the_file_of_the_work(work, contact, settings):
    upload = begun(work, contact)
    add(upload, 0, SOUND[:500], contact)
    assert refusal(add, upload=upload, offset=0, data=SOUND[:500], by=contact) == "wrong_offset"
    assert refusal(add, upload=upload, offset=700, data=SOUND[700:], by=contact) == "wrong_offset"
    add(upload, 500, SOUND[500:], contact)
    work.refresh_from_db()
    with work.medium.file.open("rb") as kept:
        assert kept.read() == SOUND
    assert not Upload.objects.exists()
    assert parts(settings) == []


def test_what_a_dead_request_wrote_is_written_over(work, contact):
    upload = begun(work, contact)
    add(upload, 0, SOUND[:300], contact)
    with upload.path.open("ab") as file:
        file.write(b"torn off in the middle")
    add(upload, 300, SOUND[300:], contact)
    work.refresh_from_db()
    with work.medium.file.open("rb") as kept:
        assert kept.read() == SOUND


def test_a_process_that_died_before_handing_over_is_made_good_by_an_empty_piece(work, contact):
    upload = begun(work, contact)
    upload.path.write_bytes(SOUND)
    Upload.objects.update(received=len(SOUND))
    add(upload, len(SOUND), b"", contact)
    work.refresh_from_db()
    assert work.medium.size == len(SOUND)


def test_two_requests_never_write_at_once(work, contact):
    import fcntl

    upload = begun(work, contact)
    with upload.path.open("r+b") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        assert refusal(add, upload=upload, offset=0, data=SOUND, by=contact) == "wrong_offset"
    add(upload, 0, SOUND, contact)


def test_what_is_refused_leaves_nothing(work, contact, office, settings, monkeypatch):
    assert refusal(begun, work=work, by=contact, data=b"") == "bad_file"
    assert refusal(actions.begin_upload, work=work, size=2**40, by=contact) == "too_large"
    upload = begun(work, contact, b"MZ not a film")
    assert refusal(add, upload=upload, offset=0, data=b"MZ not a film", by=contact) == "bad_file"
    assert (Upload.objects.count(), parts(settings), Media.objects.count()) == (0, [], 0)
    upload = begun(work, contact)
    assert refusal(add, upload=upload, offset=0, data=SOUND + b"more", by=contact) == "too_large"
    assert refusal(add, upload=upload, offset=0, data=SOUND, by=office) == "no_such_thing"
    work.stage = work.Stage.REVIEW
    assert refusal(begun, work=work, by=contact) == "wrong_state"
    work.stage = work.Stage.DRAFT
    usage = type("Usage", (), {"free": 10})
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage)
    assert refusal(begun, work=work, by=contact) == "no_room"


def test_many_open_and_old_ones_give_way(work, contact, settings):
    made = [begun(work, contact) for _number in range(6)]
    assert list(Upload.objects.values_list("pk", flat=True)) == [one.pk for one in made[2:]]
    assert len(parts(settings)) == 4
    assert actions.forget_uploads(now=NOW + timedelta(days=1)) == 0
    assert actions.forget_uploads(now=NOW + timedelta(days=3)) == 4
    assert parts(settings) == []


def test_the_protocol_over_http(client, work, contact, settings):
    sign_in(client, contact)
    address = f"/desk/works/{work.pk}/upload/"
    assert client.post(address).status_code == 400
    name = base64.b64encode("小屏".encode()).decode()
    made = client.post(
        address, headers={"Upload-Length": str(len(SOUND)), "Upload-Metadata": f"filename eA==,version {name}"}
    )
    assert (made.status_code, made["Tus-Resumable"]) == (201, "1.0.0")
    place = made["Location"]
    assert client.patch(place, SOUND[:100], content_type="text/plain").status_code == 415
    first = client.patch(place, SOUND[:100], headers={"Upload-Offset": "0"}, **PIECE)
    assert (first.status_code, first["Upload-Offset"]) == (204, "100")
    again = client.patch(place, SOUND[:100], headers={"Upload-Offset": "0"}, **PIECE)
    assert (again.status_code, again["Upload-Offset"]) == (409, "100")
    head = client.head(place)
    assert (head["Upload-Offset"], head["Upload-Length"]) == ("100", str(len(SOUND)))
    stranger = Client()
    sign_in(stranger, rooms.factories.person(rooms.Role.UNIT_CONTACT, organisation=rooms.factories.organisation()))
    assert stranger.head(place).status_code == 404
    assert stranger.post(address, headers={"Upload-Length": "9"}).status_code == 403
    part = next(iter(parts(settings)))
    media = MediaFiles("/media/", settings.MEDIA_ROOT)
    assert media.reply(f"/media/{os.path.relpath(part, settings.MEDIA_ROOT)}") is None
    last = client.patch(place, SOUND[100:], headers={"Upload-Offset": "100"}, **PIECE)
    assert (last.status_code, last["Upload-Offset"]) == (204, str(len(SOUND)))
    assert work.renditions.get().name == "小屏"
    assert client.head(place).status_code == 404
    bad = client.post(address, headers={"Upload-Length": "4"})["Location"]
    refused = client.patch(bad, b"MZ..", headers={"Upload-Offset": "0"}, **PIECE)
    assert refused.status_code == 422
    gone = client.post(address, headers={"Upload-Length": "4"})["Location"]
    assert client.delete(gone).status_code == 204
    assert parts(settings) == []
