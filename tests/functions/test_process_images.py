"""What becomes of an upload: variants that show what it shows and nothing more, or a reason in plain words."""

import os
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from broadsheet.article.picture import WIDTHS
from broadsheet.article.upload import SIZE_MAX_BYTES
from broadsheet.imaging.developing import developed
from broadsheet.store.bucket import IMMUTABLE
from tests.calls import intercepted
from tests.emulated import all_objects, aws, names
from tests.newsroom import Newsroom
from tests.photographs import CAMERA, GPS, MAKE, XMP, bomb, opened, photograph, red_is_blue, saved
from tests.template.roles import Call

RED, BLUE, GREEN = (200, 40, 30), (30, 60, 190), (20, 160, 60)

SCRIPT = "<script>alert(1)</script>"


def key_of(url: str) -> str:
    return url.split("/", 3)[3]


def near(found: Any, colour: tuple[int, ...], tolerance: int = 24) -> bool:
    return all(abs(one - other) <= tolerance for one, other in zip(found, colour, strict=True))


def test_a_photograph_of_twelve_megapixels_becomes_upright_variants_of_every_width(
    newsroom: Newsroom, say: Callable[[str], None]
) -> None:
    data = photograph(4000, 3000)
    newsroom.upload(photograph(40, 30))
    began_at = os.times()
    media = newsroom.upload(data, content_type="image/jpeg")
    # It is made in a process of its own.
    seconds = sum(os.times()[:4]) - sum(began_at[:4])
    assert (media["state"], media["width"], media["height"]) == ("ready", 3000, 4000)
    files = newsroom.variants()
    widths = sorted({variant["width"] for variant in media["variants"]})
    assert widths == list(WIDTHS)
    for variant in [*media["variants"], media["social"]]:
        image = opened(files[key_of(variant["url"])])
        assert image.size == (variant["width"], variant["height"])
        assert Image.MIME[str(image.format)] == variant["content_type"]
        assert near(image.convert("RGB").getpixel((image.width // 10, image.height // 2)), RED, 40)
        assert near(image.convert("RGB").getpixel((image.width - image.width // 10, image.height // 2)), BLUE, 40)
    assert media["social"]["width"] / media["social"]["height"] == 1200 / 630
    sizes = [len(files[key_of(variant["url"])]) for variant in media["variants"]]
    say(f"a photograph of 12 megapixels, {len(data) / 1e6:.1f} MB: {seconds:.1f} s of processor, "
        f"{len(sizes) + 1} files of {sum(sizes) / 1e6:.1f} MB together")  # fmt: skip


def test_variants_are_cached_for_good_under_a_name_that_follows_from_the_file(newsroom: Newsroom) -> None:
    first, second = newsroom.upload(data := photograph(400, 300)), newsroom.upload(data)
    assert first["id"] != second["id"]
    assert first["variants"] == second["variants"]
    for variant in first["variants"]:
        metadata = all_objects()[key_of(variant["url"])].metadata
        assert (metadata["cache-control"], metadata["content-type"]) == (IMMUTABLE, variant["content_type"])
    assert newsroom.upload(photograph(400, 302))["variants"][0]["url"] != first["variants"][0]["url"]


def test_nothing_that_the_camera_wrote_is_published(newsroom: Newsroom) -> None:
    data = photograph(400, 300)
    assert opened(data).getexif().get_ifd(GPS)
    assert XMP in data
    newsroom.upload(data)
    for file in newsroom.variants().values():
        image = opened(file)
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)
        assert CAMERA.encode() not in file
        assert b"Secret" not in file


def pictures_that_say(words: str) -> dict[str, bytes]:
    """Return files of every kind that say something wherever a file can, and behind its end."""
    picture, text, exif = Image.new("RGB", (64, 48), RED), PngInfo(), Image.Exif()
    text.add_text("Comment", words)
    text.add_itxt("XML:com.adobe.xmp", words, zip=False)
    exif[MAKE] = words
    said = words.encode()
    files = {
        "JPEG": saved(picture, "JPEG", comment=said, exif=exif, xmp=said),
        "PNG": saved(picture, "PNG", pnginfo=text, exif=exif),
        "WEBP": saved(picture, "WEBP", exif=exif, xmp=said),
        "GIF": saved(picture, "GIF", comment=said),
        "AVIF": saved(picture, "AVIF", exif=exif, xmp=said),
    }
    return {kind: data + said for kind, data in files.items()}


@pytest.mark.parametrize(("kind", "data"), pictures_that_say(SCRIPT).items())
def test_no_script_in_a_picture_is_published(kind: str, data: bytes) -> None:
    assert SCRIPT.encode() in data.removesuffix(SCRIPT.encode())
    _, files = developed("01", data)
    assert files
    for file in files:
        assert b"script" not in file.body
        assert file.content_type in {"image/avif", "image/jpeg"}


def test_a_small_picture_is_not_made_larger_but_for_cards(newsroom: Newsroom) -> None:
    media = newsroom.upload(saved(Image.new("RGB", (500, 400), RED), "PNG"))
    assert sorted({variant["width"] for variant in media["variants"]}) == [320, 500]
    assert (media["social"]["width"], media["social"]["height"]) == (1200, 630)


def test_colours_come_out_as_the_picture_s_own_profile_means_them(newsroom: Newsroom) -> None:
    data = saved(Image.new("RGB", (64, 64), (230, 0, 0)), "PNG", icc_profile=red_is_blue())
    media = newsroom.upload(data)
    red, green, blue = bytes.fromhex(media["colour"][1:])
    assert blue > 200 > 60 > max(red, green)
    for file in newsroom.variants().values():
        assert near(opened(file).convert("RGB").getpixel((30, 30)), (0, 0, 230))


def test_a_broken_profile_is_passed_over(newsroom: Newsroom) -> None:
    media = newsroom.upload(saved(Image.new("RGB", (64, 64), RED), "JPEG", icc_profile=b"no profile"))
    assert near(bytes.fromhex(media["colour"][1:]), RED)


def test_what_is_transparent_stays_so_in_avif_and_is_white_in_jpeg(newsroom: Newsroom) -> None:
    picture = Image.new("RGBA", (200, 100), (*GREEN, 255))
    picture.paste((0, 0, 0, 0), (0, 0, 100, 100))
    media = newsroom.upload(saved(picture, "PNG"))
    files = {variant["content_type"]: opened(newsroom.variants()[key_of(variant["url"])])
             for variant in media["variants"] if variant["width"] == 200}  # fmt: skip
    avif, jpeg = files["image/avif"].convert("RGBA"), files["image/jpeg"]
    assert avif.getpixel((20, 50))[3] < 10  # type: ignore[index]
    assert avif.getpixel((180, 50))[3] > 245  # type: ignore[index]
    assert near(jpeg.getpixel((20, 50)), (255, 255, 255))
    assert near(jpeg.getpixel((180, 50)), GREEN)


def test_an_animation_shows_its_first_picture_however_many_there_are(newsroom: Newsroom) -> None:
    frames = [Image.new("P", (32, 32), number % 256) for number in range(3_000)]
    first = Image.new("RGB", (32, 32), GREEN)
    media = newsroom.upload(saved(first, "GIF", save_all=True, append_images=frames, duration=20))
    assert near(bytes.fromhex(media["colour"][1:]), GREEN)


def grey_of_sixteen_bits() -> Image.Image:
    return Image.new("I;16", (64, 64), 0x8080)


MODES = {
    "one bit": saved(Image.new("1", (64, 64), 1), "PNG"),
    "grey": saved(Image.new("L", (64, 64), 128), "PNG"),
    "grey of sixteen bits": saved(grey_of_sixteen_bits(), "PNG"),
    "grey with alpha": saved(Image.new("LA", (64, 64), (128, 200)), "PNG"),
    "a palette": saved(Image.new("RGB", (64, 64), GREEN).quantize(4), "PNG"),
    "a palette with a transparent colour": saved(Image.new("P", (64, 64), 1), "GIF", transparency=0),
    "four inks": saved(Image.new("CMYK", (64, 64), (0, 200, 200, 20)), "JPEG"),
    "grey JPEG": saved(Image.new("L", (64, 64), 128), "JPEG"),
    "WebP": saved(Image.new("RGBA", (64, 64), (*GREEN, 128)), "WEBP"),
    "AVIF": saved(Image.new("RGB", (64, 64), GREEN), "AVIF"),
}


@pytest.mark.parametrize("kind", MODES)
def test_every_kind_of_pixel_is_read(kind: str) -> None:
    picture, files = developed("01J", MODES[kind])
    assert (picture.width, picture.height, picture.widths) == (64, 64, (64,))
    assert {opened(file.body).size for file in files} == {(64, 64), (1200, 630)}


def test_grey_of_sixteen_bits_keeps_its_tone() -> None:
    picture, _ = developed("01J", MODES["grey of sixteen bits"])
    assert picture.colour is not None
    assert near(bytes.fromhex(picture.colour[1:]), (128, 128, 128), 3)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"\n<!doctype html><title>x</title><img src=x onerror=alert(1)>"

UNFIT = {
    "an SVG with a script": (SVG, "text such as SVG"),
    "a page of HTML": (HTML, "text such as SVG"),
    "something else": (b"%PDF-1.7 and so on", "no picture"),
    "a TIFF": (saved(Image.new("RGB", (64, 64)), "TIFF"), "no picture"),
    "a HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(100), "HEIC"),
    "nothing": (b"", "empty"),
    "a JPEG that breaks off": (photograph(800, 600)[:-9_000], "damaged or cut off"),
    "a PNG that breaks off": (saved(Image.effect_noise((200, 200), 90), "PNG")[:-9_000], "damaged or cut off"),
    "a WebP that breaks off": (saved(Image.effect_noise((200, 200), 90).convert("RGB"), "WEBP")[:2_000], "damaged"),
    "an AVIF that breaks off": (saved(Image.effect_noise((200, 200), 90).convert("RGB"), "AVIF")[:2_000], "damaged"),
    "a GIF of two bytes too many": (b"GIF89a\1", "damaged or cut off"),
    "a bomb of 900 megapixels": (bomb(30_000, 30_000), "more than 64 megapixels"),
    "a bomb of 80 megapixels": (bomb(10_000, 8_000), "10,000 by 8,000 pixels, more than 64 megapixels"),
    "a bomb of one long line": (bomb(60_000, 20), "at most 20,000"),
    "a dot": (saved(Image.new("RGB", (1, 1)), "GIF"), "1 by 1 pixels, too small"),
    "20 MB": (bytes(20_000_000), "larger than 15,000,000 bytes"),
}


@pytest.fixture(scope="module")
def sixty_four_megapixels() -> bytes:
    return bomb(8_000, 8_000)


def test_what_is_no_picture_is_refused_in_plain_words_and_published_nowhere(newsroom: Newsroom) -> None:
    for kind, (data, reason) in UNFIT.items():
        opened_upload = newsroom.editor().post("/api/media", {"size": 1_000, "content_type": "image/png"}).json
        newsroom.send(opened_upload["id"], data)
        newsroom.arrived(opened_upload["id"])
        media = newsroom.editor().get(f"/api/media/{opened_upload['id']}").json
        assert (media["state"], media["variants"], media["social"]) == ("refused", [], None), kind
        assert reason in media["reason"], f"{kind}: {media['reason']}"
    assert newsroom.variants() == {}


def test_a_bomb_is_refused_by_its_header_before_anything_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bomb(10_000, 8_000)
    assert len(data) < 20_000

    def load(*_: Any) -> None:
        raise AssertionError("decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", load)
    with pytest.raises(Exception, match="64 megapixels"):
        developed("01J", data)


def test_the_largest_picture_that_may_be_is_made(sixty_four_megapixels: bytes) -> None:
    picture, _ = developed("01J", sixty_four_megapixels)
    assert (picture.width, picture.height) == (8_000, 8_000)


def test_no_more_of_a_file_is_read_than_the_limit(newsroom: Newsroom) -> None:
    media = newsroom.upload(b"\xff\xd8\xff" + bytes(SIZE_MAX_BYTES - 3))
    assert "damaged" in media["reason"]
    id_ = newsroom.editor().post("/api/media", {"size": 1}).json["id"]
    newsroom.send(id_, b"\xff\xd8\xff" + bytes(SIZE_MAX_BYTES))
    newsroom.arrived(id_)
    assert "larger" in newsroom.editor().get(f"/api/media/{id_}").json["reason"]


def test_a_refused_upload_may_be_sent_again(newsroom: Newsroom) -> None:
    media = newsroom.upload(photograph(80, 60)[:-200])
    assert media["state"] == "refused"
    newsroom.send(media["id"], photograph(80, 60))
    newsroom.arrived(media["id"])
    again = newsroom.editor().get(f"/api/media/{media['id']}").json
    assert (again["state"], again["reason"]) == ("ready", None)


def test_a_ready_picture_never_changes(newsroom: Newsroom) -> None:
    media = newsroom.upload(photograph(80, 60))
    files = newsroom.variants()
    for data in (photograph(100, 60), b"no picture"):
        newsroom.send(media["id"], data)
        newsroom.arrived(media["id"])
    assert newsroom.editor().get(f"/api/media/{media['id']}").json == media
    assert newsroom.variants() == files


def test_of_two_files_that_arrive_side_by_side_the_first_that_is_made_stays(newsroom: Newsroom) -> None:
    path = newsroom.editor().post("/api/media", {"size": 1_000}).headers["location"]
    media = path.rpartition("/")[2]
    overtaken: list[str] = []

    def overtake(call: Call, carry_out: Callable[[], Any]) -> Any:
        answer = carry_out()
        if call.operation == "GetObject" and not overtaken:
            overtaken.append(media)
            newsroom.send(media, photograph(100, 80))
            newsroom.arrived(media)
        return answer

    newsroom.send(media, photograph(80, 60))
    with intercepted(overtake):
        newsroom.arrived(media)
    assert overtaken
    assert newsroom.editor().get(path).json["width"] == 80


def test_only_what_is_a_picture_is_kept_for_more_than_a_day(newsroom: Newsroom) -> None:
    ready, refused = newsroom.upload(photograph(80, 60)), newsroom.upload(b"no picture")
    waiting = newsroom.editor().post("/api/media", {"size": 1_000}).json
    ends = {
        media["id"]: newsroom.items("ContentTable", f"media#{media['id']}")[0].get("expires_at_seconds")
        for media in (ready, refused, waiting)
    }
    a_day_later = {"N": str(int(newsroom.clock().timestamp()) + 86_400)}
    assert ends == {ready["id"]: None, refused["id"]: a_day_later, waiting["id"]: a_day_later}


@pytest.mark.parametrize("key", ["01KAQ2Z7W0ABCDEFGHJKMNPQRS", "../secret", "a+b%20c"])
def test_a_file_that_nobody_announced_is_left_alone(newsroom: Newsroom, key: str) -> None:
    newsroom.send(key, photograph(80, 60))
    newsroom.arrived(key)
    assert newsroom.variants() == {}
    assert newsroom.items("ContentTable", f"media#{key}") == []


def test_the_original_stays(newsroom: Newsroom) -> None:
    media = newsroom.upload(data := photograph(80, 60))
    found = aws("s3").get_object(Bucket=names()["UploadsBucket"], Key=media["id"])
    assert found["Body"].read() == data
