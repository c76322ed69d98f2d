"""What a text is made of: which signs are seen, which belong together, and where it may be cut. Any script; pure."""

import re
import unicodedata
from collections.abc import Callable
from functools import partial
from typing import Final

# Control characters but tabs and line ends, and code points that are no characters.
# Source: XML 1.0, section 2.2; Unicode Standard, section 23.7.
_NO_CHARACTERS: Final = "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000))
CONTROLS: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
NONCHARACTERS: Final = f"\ufdd0-\ufdef{_NO_CHARACTERS}"

# Turn the writing direction of all that follows them. Source: Unicode Standard Annex 9, section 2.
_DIRECTIONS: Final = "\u202a-\u202e\u2066-\u2069"
# Nobody sees them, and no text needs them: soft hyphen, fillers, joiners of words, deprecated controls, the language
# tag. Source: Unicode Character Database, Default_Ignorable_Code_Point.
_UNSEEN: Final = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e001f\U000e0080-\U000e00ff\U000e01f0-\U000e0fff"
)
_DROPPED: Final = re.compile(f"[{CONTROLS}\ud800-\udfff{NONCHARACTERS}{_DIRECTIONS}{_UNSEEN}]+")

# Nobody sees these either, but some scripts, emoji and flags are wrong without them.
_JOINERS: Final = "\u200c\u200d"
_WORD_ENDS: Final = "\u200b"
_TURNS: Final = "\u061c\u200e\u200f"
_VARIANTS: Final = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_TAGS: Final = "\U000e0020-\U000e007f"
_HELPERS: Final = re.compile(f"[{_JOINERS}{_WORD_ENDS}{_TURNS}{_VARIANTS}{_TAGS}]+")
_IS_VARIANT: Final = re.compile(f"[{_VARIANTS}]")
_FLAG: Final = "\U0001f3f4"
# Scripts whose letters stand alone, so that a joiner after one means nothing: Latin, Greek, Cyrillic and the like.
_STANDING_ALONE: Final = re.compile(
    "[\0-\u058f\u1c80-\u1fff\u2000-\u203b\u203d-\u2048\u2c00-\u2e7f\ua640-\ua7ff\uab30-\uab6f]"
)
# Which may become emoji in spite of that; and keys, by the frame that follows.
_LIKE_EMOJI: Final = frozenset("\u00a9\u00ae")
_ON_KEYS: Final = frozenset("#*0123456789")
_KEY: Final = "\u20e3"
# Thai, Lao, Burmese, Khmer, Tai Lue and Tham: written without spaces, so that the end of a word may be marked.
_WITHOUT_SPACES: Final = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1980-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]"
)
# Hebrew, Arabic, Syriac, Thaana, N'Ko and their like.
_RIGHT_TO_LEFT: Final = re.compile(
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefe\U00010800-\U00010fff\U0001e800-\U0001efff]"
)

# Marks of Latin and its like: four are more than any language writes on one letter.
_STACKED_MARKS: Final = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
# Of any other script: Hebrew with its accents and Tibetan have the most.
_MARKS_MAX: Final = 8
# A text that is composed has no more marks in a row. Source: Unicode Standard Annex 15, stream-safe text format.
_COMPOSED_MARKS_MAX: Final = 30
# Marks, though of no class of their own: they are two others.
_DOUBLE_MARKS: Final = frozenset("\u0f73\u0f75\u0f81")
# Signs that are joined into one: no emoji and no word has as many, and no line could break within.
_LINKS_MAX: Final = 9
# Vowels that stand beside their letter and belong to it, though they are letters.
_LATE_VOWELS: Final = frozenset("\u0e33\u0eb3")

# The canonical class of what joins two letters of an Indic script. Source: Unicode Standard Annex 29, Linker.
_VIRAMA: Final = 9
_ZWJ: Final = "\u200d"
# Skin tones, voices of Japanese at half width, joiners and tags. Source: the same, Extend.
_EXTENDING: Final = re.compile(f"[\U0001f3fb-\U0001f3ff\uff9e\uff9f{_JOINERS}{_TAGS}]")
# They belong to what comes after them, as vowels of Thai and Lao do. Source: the same, Prepend.
_BEFORE_OTHERS: Final = re.compile(
    "[\u0e40-\u0e44\u0ec0-\u0ec4\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd\U000111c2\U000111c3\U0001193f\U00011941"
    "\U00011a3a\U00011a84-\U00011a89\U00011d46\U00011f02]"
)
_REGIONS: Final = range(0x1F1E6, 0x1F200)

_SPACE: Final = re.compile(r"\s+")
_LINE_SPACE: Final = re.compile(r"\s\s+|[\t-\r\x1c-\x1f\x85\u2028\u2029]")

# Where a cut would leave less than this share of what there is room for, it is sought at a smaller part of the text.
_LATE: Final = 0.5
ELLIPSIS: Final = "…"
_NOT_BEFORE_ELLIPSIS: Final = " \u00a0\u3000,;:.-–—、，；：・،؛(（[「『【《〈“‘«"
_CLOSING: Final = "\"'”’»)]）］」』】》〉"
# Ends of sentences: those that only a space or a sign that closes may follow, and those after which none is needed.
_FULL_STOPS: Final = ".!?"
_OWN_STOPS: Final = "\u3002\uff01\uff1f\uff61\u061f\u06d4\u0964\u0965\u0589\u1362\u1367\u104b\u17d4\u17d5"
_SENTENCE_END: Final = re.compile(
    rf"(?:(?P<word>[^\s{_FULL_STOPS}]*)[{_FULL_STOPS}]+[{re.escape(_CLOSING)}]*(?=\s)|[{_OWN_STOPS}]+[{re.escape(_CLOSING)}]*)"
)
# No sentence ends after them, or not often: titles, and what stands before a number or a name.
_ABBREVIATIONS: Final = frozenset(
    "abs adm approx apr art aug bzw capt col corp dec dept dez dipl dra etc feb fig gen gov hon hrsg inc ing jan jul "
    "jun lic ltd mar med messrs mio mlle mme mmes mrd mrs nos nov oct okt pag phil prof rep rev sen sep sept sgt sra "
    "str tel usw vgl vol".split()
)
_SHORT_WORD: Final = 2


def is_blank(text: str) -> bool:
    """Tell whether a text shows nothing: no sign, or only spaces, marks without a letter, and what cannot be seen."""
    return not any(map(_is_seen, text))


def visible(text: str) -> str:
    """Return a text composed (NFC), without what nobody sees or what would disturb the signs around it.

    Dropped are control characters, turns of the direction, half characters, and format signs but where a script or an
    emoji needs them; and of marks on one letter all but a few. Takes time in proportion to the text.
    """
    if text.isascii():
        return _DROPPED.sub("", text)
    text = _composed(_stream_safe(text))
    kept = _DROPPED.sub("", text)
    kept = _HELPERS.sub(partial(_helping, turns=_RIGHT_TO_LEFT.search(kept) is not None), kept)
    if kept != text:
        kept = _composed(kept)
    return _STACKED_MARKS.sub(r"\1", _with_few_marks(kept))


def tidy_line(text: str) -> str:
    """Return a name, a headline or a paragraph as it is kept: in one line, trimmed, without signs that nobody sees."""
    line = _LINE_SPACE.sub(" ", visible(text)).strip()
    return "" if is_blank(line) else line


def tidy_name(name: str) -> str:
    """Return a name as it is kept: a tidy line in which all spaces are alike, so that no two names look the same."""
    return _SPACE.sub(" ", tidy_line(name)).strip(f" {_TURNS}")


def is_one_sign(text: str, place: int) -> bool:
    """Tell whether the signs before and after a place are one to a reader, so that no text may be cut there.

    Where in doubt they are. Source: Unicode Standard Annex 29, grapheme cluster boundaries.
    """
    before, after = text[place - 1 : place], text[place : place + 1]
    if not before or not after:
        return False
    if before < "\u0300" and after < "\u0300":
        return before == "\r" and after == "\n"
    if _is_mark(after) or _EXTENDING.match(after):
        return True
    if before == _ZWJ:
        return not after.isspace()
    if _BEFORE_OTHERS.match(before):
        return True
    if ord(before) in _REGIONS and ord(after) in _REGIONS:
        first = place - 1
        while first and ord(text[first - 1]) in _REGIONS:
            first -= 1
        return (place - first) % 2 == 1
    return _is_hangul_pair(before, after) or (after.isalpha() and _ends_in_virama(text, place))


def beginning_of(text: str, most: int, *, gap: str = "") -> str:
    """Return the beginning of a text, at most so many signs: whole words, where these are half of that or more.

    Words end at a space, or at each `gap`; in scripts without spaces nearly anywhere. No sign is cut in two.
    """
    if len(text) <= most:
        return text

    def ends_word(place: int) -> bool:
        if gap:
            return text[place] == gap
        return text[place].isspace() or (_is_wide(text[place - 1]) or _is_wide(text[place]))

    late = int(most * _LATE)
    place = _last(text, most, late, ends_word) or _last(text, most, 1, lambda _: True) or most
    return text[:place]


def shortened(text: str, most: int) -> str:
    """Return a text of at most so many signs, cut at the end of a sentence if that leaves half or more of them.

    Else it is cut as by `beginning_of`, and ends in an ellipsis.
    """
    if len(text) <= most:
        return text
    ends = (match.end() for match in _SENTENCE_END.finditer(text[: most + 1]) if _is_end(match, text))
    end = max((each for each in ends if each <= most), default=0)
    if end >= most * _LATE:
        return text[:end]
    return beginning_of(text, most - len(ELLIPSIS)).rstrip(_NOT_BEFORE_ELLIPSIS) + ELLIPSIS


def _last(text: str, most: int, first: int, ends: Callable[[int], bool]) -> int | None:
    """Return the last place up to `most`, from `first` on, that is an end and cuts no sign in two."""
    return next((place for place in range(most, first - 1, -1) if ends(place) and not is_one_sign(text, place)), None)


def _is_end(match: re.Match[str], text: str) -> bool:
    """Tell whether a sentence surely ends here, and not an abbreviation, an initial or an ordinal number."""
    if match["word"] is None:
        return True
    if text[match.end() :].lstrip()[:1].islower():
        return False
    word = match["word"].lstrip("\"'“‘«(")
    if not match[0].rstrip(_CLOSING).endswith(".") or not word:
        return True
    return len(word) > _SHORT_WORD and not word.isdecimal() and word.lower() not in _ABBREVIATIONS


def _is_seen(sign: str) -> bool:
    category = unicodedata.category(sign)
    if category[0] == "M" or category in ("Zs", "Zl", "Zp", "Cc", "Cf", "Cs"):
        return False
    return sign != "\u2800" and not _DROPPED.match(sign) and not _HELPERS.match(sign)


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign)[0] == "M" or sign in _LATE_VOWELS


def _is_wide(sign: str) -> bool:
    """Tell whether a line may break beside a sign: of Chinese and Japanese, or a syllable of Korean."""
    return sign >= "\u1100" and unicodedata.east_asian_width(sign) in ("W", "F")


def _is_hangul_pair(before: str, after: str) -> bool:
    """Tell whether two letters of Korean are of one syllable."""
    if not "\u1100" <= after <= "\ud7ff":
        return False
    if "\uac00" <= after <= "\ud7a3":
        return _hangul_part(before) == "L"
    return _hangul_part(before) + _hangul_part(after) in ("LL", "LV", "VV", "VT", "TT")


def _hangul_part(sign: str) -> str:
    """Return which part of a syllable a letter is: L, V or T; of a whole syllable, how it ends."""
    if "\uac00" <= sign <= "\ud7a3":
        return "T" if (ord(sign) - 0xAC00) % 28 else "V"
    if "\u1100" <= sign <= "\u115f" or "\ua960" <= sign <= "\ua97c":
        return "L"
    if "\u1160" <= sign <= "\u11a7" or "\ud7b0" <= sign <= "\ud7c6":
        return "V"
    return "T" if "\u11a8" <= sign <= "\u11ff" or "\ud7cb" <= sign <= "\ud7fb" else ""


def _ends_in_virama(text: str, place: int) -> bool:
    """Tell whether a letter before a place is joined to the next by a virama, in Indic scripts."""
    for sign in reversed(text[max(0, place - _COMPOSED_MARKS_MAX) : place]):
        if unicodedata.combining(sign) == _VIRAMA:
            return True
        if not _is_mark(sign) and sign not in _JOINERS:
            return False
    return False


def _helping(run: re.Match[str], *, turns: bool) -> str:
    """Return what of a row of helpers is needed where it stands; those that turn a text, where it `turns`."""
    base = run.string[run.start() - 1 : run.start()]
    after = run.string[run.end() : run.end() + 1]
    if base == _FLAG and not re.search(f"[^{_TAGS}]", run[0]):
        return run[0]
    stands_alone = not base or base.isspace() or (_STANDING_ALONE.match(base) is not None and base not in _LIKE_EMOJI)
    kept, wanted = [], {"variant", "joiner"}
    for sign in run[0]:
        if sign in _TURNS:
            is_needed = turns
        elif sign == _WORD_ENDS:
            is_needed = _WITHOUT_SPACES.match(base) is not None and bool(after.strip())
        elif sign in _JOINERS:
            is_needed = "joiner" in wanted and not stands_alone and bool(after.strip())
            wanted.discard("joiner")
        elif _IS_VARIANT.match(sign):
            is_needed = "variant" in wanted and (not stands_alone or (base in _ON_KEYS and after == _KEY))
            wanted.discard("variant")
        else:
            is_needed = False
        if is_needed:
            kept.append(sign)
    return "".join(kept)


def _composed(text: str) -> str:
    """Return a text in NFC, but where that has more signs: limits are of what was sent."""
    composed = unicodedata.normalize("NFC", text)
    return composed if len(composed) <= len(text) else text


def _stream_safe(text: str) -> str:
    """Return a text without the marks beyond thirty in a row: composing sorts them, in the square of their number."""
    kept, row = [], 0
    for sign in text:
        row = row + 1 if unicodedata.combining(sign) or sign in _DOUBLE_MARKS else 0
        if row <= _COMPOSED_MARKS_MAX:
            kept.append(sign)
    return "".join(kept)


def _with_few_marks(text: str) -> str:
    """Return a text without the marks on one letter, and the joints of signs, that no line could hold."""
    kept, marks, links, is_linked = [], 0, 0, False
    for sign in text:
        if sign < "\u0300":
            marks = links = 0
            is_linked = False
        elif sign == _ZWJ or unicodedata.combining(sign) == _VIRAMA:
            links += 1
            if links > _LINKS_MAX:
                continue
            is_linked = True
        elif _is_mark(sign) or _EXTENDING.match(sign):
            marks += 1
            if marks > _MARKS_MAX:
                continue
        else:
            links = links if is_linked else 0
            marks, is_linked = 0, False
        kept.append(sign)
    return "".join(kept)
