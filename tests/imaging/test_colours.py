"""Pictures look as their files mean them, in whatever way a file says what its numbers mean."""

import struct
import zlib
from typing import Any

import pytest
from PIL import Image, ImageCms

from broadsheet.imaging.developing import developed
from tests.photographs import grey_profile, opened, png, red_is_blue, saved

SIDES = (32, 32)
GREY, COLOUR, PALETTE, GREY_ALPHA, COLOUR_ALPHA = 0, 2, 3, 4, 6

# Chunks. Source: PNG, third edition, section 11.3.2.
LINEAR = {b"gAMA": struct.pack(">I", 100_000)}
USUAL = {b"gAMA": struct.pack(">I", 45_455)}
SRGB = {b"sRGB": b"\0"}
SRGB_POINTS = {b"cHRM": struct.pack(">8I", 31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000)}
P3_POINTS = {b"cHRM": struct.pack(">8I", 31_270, 32_900, 68_000, 32_000, 26_500, 69_000, 15_000, 6_000)}
NO_TRIANGLE = {b"cHRM": struct.pack(">8I", *[33_000] * 8)}
NOWHERE = {b"cHRM": bytes(32)}


def profile(data: bytes) -> dict[bytes, bytes]:
    return {b"iCCP": b"any\0\0" + zlib.compress(data)}


def code(primaries: int, transfer: int) -> dict[bytes, bytes]:
    return {b"cICP": bytes([primaries, transfer, 0, 1])}


OF_SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def shown(data: bytes) -> Any:
    """Return the colour of a picture's middle in its smallest JPEG."""
    _, files = developed("01J", data)
    jpeg = opened(next(file.body for file in files if file.path.endswith("/32.jpg")))
    return jpeg.convert("RGB").getpixel((16, 16))


def flat(colour: tuple[int, ...], kind: int, chunks: dict[bytes, bytes], depth: int = 8) -> bytes:
    sample = b"".join(part.to_bytes(depth // 8) for part in colour)
    return png(sample * SIDES[0] * SIDES[1], SIDES, depth=depth, kind=kind, chunks=chunks)


# Half of the light that white has is 188 in sRGB.
COLOURS = {
    "nothing": (COLOUR, (128, 128, 128), {}, (128, 128, 128)),
    "sRGB": (COLOUR, (128, 128, 128), SRGB, (128, 128, 128)),
    "a gamma of 1": (COLOUR, (128, 128, 128), LINEAR, (188, 188, 188)),
    "a gamma of 1, grey": (GREY, (128,), LINEAR, (188, 188, 188)),
    "a gamma of 1, grey with alpha": (GREY_ALPHA, (128, 255), LINEAR, (188, 188, 188)),
    "a gamma of 1, with alpha": (COLOUR_ALPHA, (128, 128, 128, 255), LINEAR, (188, 188, 188)),
    "the usual gamma": (COLOUR, (128, 60, 200), USUAL, (128, 60, 200)),
    "the usual gamma and points": (COLOUR, (128, 60, 200), USUAL | SRGB_POINTS, (128, 60, 200)),
    "a gamma of 0": (COLOUR, (128, 128, 128), {b"gAMA": bytes(4)}, (128, 128, 128)),
    "P3's points": (COLOUR, (234, 51, 35), USUAL | P3_POINTS, (255, 0, 0)),
    "points without a gamma": (COLOUR, (234, 51, 35), P3_POINTS, (234, 51, 35)),
    "points in one place": (COLOUR, (128, 60, 200), NO_TRIANGLE, (128, 60, 200)),
    "points nowhere": (COLOUR, (128, 60, 200), NOWHERE, (128, 60, 200)),
    "sRGB before a gamma": (COLOUR, (128, 128, 128), SRGB | LINEAR, (128, 128, 128)),
    "a profile before a gamma": (COLOUR, (230, 0, 0), profile(red_is_blue()) | LINEAR, (0, 0, 230)),
    "a profile before sRGB": (COLOUR, (230, 0, 0), profile(red_is_blue()) | SRGB, (0, 0, 230)),
    "a code of sRGB before a profile": (COLOUR, (230, 0, 0), code(1, 13) | profile(red_is_blue()), (230, 0, 0)),
    "a code of P3": (COLOUR, (234, 51, 35), code(12, 13), (255, 0, 0)),
    "a code of linear light": (COLOUR, (128, 128, 128), code(1, 8), (188, 188, 188)),
    "a code of PQ, white as paper": (COLOUR, (148, 148, 148), code(9, 16), (188, 188, 188)),
    "a code of HLG, white as paper": (COLOUR, (191, 191, 191), code(9, 18), (188, 188, 188)),
    "a code of PQ, as bright as it goes": (COLOUR, (255, 255, 255), code(9, 16), (255, 255, 255)),
    "a code of HLG, as bright as it goes": (COLOUR, (255, 255, 255), code(9, 18), (255, 255, 255)),
    "a code that nobody knows": (COLOUR, (128, 60, 200), code(2, 2), (128, 60, 200)),
    "a code cut short": (COLOUR, (128, 60, 200), {b"cICP": b"\x09"}, (128, 60, 200)),
    "a profile of linear greys": (GREY, (128,), profile(grey_profile(1.0)), (188, 188, 188)),
    "a profile of linear greys, with alpha": (GREY_ALPHA, (128, 255), profile(grey_profile(1.0)), (188, 188, 188)),
    "a profile of greys for colours": (COLOUR, (128, 128, 128), profile(grey_profile(1.0)), (128, 128, 128)),
    "a profile of colours for greys": (GREY, (128,), profile(red_is_blue()), (128, 128, 128)),
    "a profile of colours for greys with alpha": (GREY_ALPHA, (128, 255), profile(OF_SRGB), (128, 128, 128)),
    "a profile with alpha": (COLOUR_ALPHA, (230, 0, 0, 255), profile(red_is_blue()), (0, 0, 230)),
    "a broken profile": (COLOUR, (128, 60, 200), profile(b"none"), (128, 60, 200)),
}  # fmt: skip


@pytest.mark.parametrize("said", COLOURS)
def test_a_png_looks_as_its_chunks_mean_it(said: str) -> None:
    kind, colour, chunks, wanted = COLOURS[said]
    found = shown(flat(colour, kind, chunks))
    assert all(abs(one - other) <= 6 for one, other in zip(found, wanted, strict=True)), found


def test_sixteen_bits_of_grey_have_their_gamma_too() -> None:
    assert shown(flat((0x8080,), GREY, LINEAR, depth=16)) == (188, 188, 188)


@pytest.mark.parametrize(("codes", "colour", "wanted"), [((12, 13), (234, 51, 35), (255, 0, 0)),
                                                         ((1, 8), (128, 128, 128), (188, 188, 188)),
                                                         ((1, 13), (128, 60, 200), (128, 60, 200))])  # fmt: skip
def test_an_avif_looks_as_its_code_means_it(
    codes: tuple[int, int], colour: tuple[int, int, int], wanted: tuple[int, int, int]
) -> None:
    data = saved(Image.new("RGB", SIDES, colour), "AVIF", quality=100)
    mark = data.index(b"colrnclx") + 8
    found = shown(data[:mark] + struct.pack(">HH", *codes) + data[mark + 4 :])
    assert all(abs(one - other) <= 8 for one, other in zip(found, wanted, strict=True)), found


def test_a_grey_photograph_takes_a_profile_of_colours_and_four_inks_take_none_of_them() -> None:
    for mode, colour in (("L", 128), ("CMYK", (0, 0, 0, 127))):
        data = saved(Image.new(mode, SIDES, colour), "JPEG", icc_profile=red_is_blue())
        assert all(abs(part - 128) < 8 for part in shown(data))


def keyed(depth: int, kind: int, value: int, other: int, key: tuple[int, ...]) -> bytes:
    """Return a PNG whose left half has the colour that it calls transparent, the right half another."""
    parts = 3 if kind == COLOUR else 1
    row = "".join(f"{value if x < 16 else other:0{depth}b}" * parts for x in range(32))
    pixels = int(row, 2).to_bytes(len(row) // 8) * 32
    return png(pixels, SIDES, depth=depth, kind=kind, chunks={b"tRNS": struct.pack(f">{len(key)}H", *key)})


def halves() -> Image.Image:
    """Return a picture whose left half has the first colour of its palette, the right half the second."""
    picture = Image.frombytes("P", SIDES, (bytes(16) + b"\1" * 16) * 32)
    picture.putpalette([0, 0, 0, 20, 160, 60])
    return picture


KEYED = {
    "one bit": keyed(1, GREY, 1, 0, (1,)),
    "two bits": keyed(2, GREY, 2, 0, (2,)),
    "four bits": keyed(4, GREY, 9, 0, (9,)),
    "eight bits": keyed(8, GREY, 200, 0, (200,)),
    "sixteen bits": keyed(16, GREY, 0x1234, 0x8000, (0x1234,)),
    "sixteen bits that differ in the last": keyed(16, GREY, 0x1234, 0x1235, (0x1234,)),
    "colours of eight bits": keyed(8, COLOUR, 18, 128, (18,) * 3),
    "colours of sixteen bits": keyed(16, COLOUR, 0x1234, 0x8000, (0x1234,) * 3),
    "a palette": saved(halves(), "PNG", transparency=0),
    "a palette of alphas": saved(halves(), "PNG", transparency=b"\0\xff"),
    "a GIF": saved(halves(), "GIF", transparency=0),
}


@pytest.mark.parametrize("kind", KEYED)
def test_the_colour_that_a_file_calls_transparent_is(kind: str) -> None:
    picture, files = developed("01J", KEYED[kind])
    avif = opened(next(file.body for file in files if file.path.endswith("/32.avif")))
    assert avif.mode == "RGBA"
    assert [avif.getpixel((x, 16))[3] for x in (4, 28)] == [0, 255]  # type: ignore[index]
    assert picture.colour is None


def test_a_picture_has_a_colour_to_wait_for_it_where_nothing_shines_through() -> None:
    for alpha, colour in ((255, "#14a03c"), (254, None)):
        picture, _ = developed("01J", saved(Image.new("RGBA", SIDES, (20, 160, 60, alpha)), "PNG"))
        assert picture.colour == colour
