"""What is sealed can be read, changed, cut or rearranged by nobody without the key."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from saikne.privacy.engines.uploads.sealing import MARK, PIECE, SALT, TAG, DamagedError, Sealer, key_id, unseal

KEY = "a" * 40
HEADER = len(MARK) + SALT


def sealed(plain: bytes, *, step: int = 10_000) -> bytes:
    out = io.BytesIO()
    sealer = Sealer(KEY, out)
    for at in range(0, len(plain), step):
        sealer.write(plain[at : at + step])
    sealer.finish()
    return out.getvalue()


def opened(whole: bytes, key: str = KEY) -> bytes:
    return b"".join(unseal(key, io.BytesIO(whole)))


@given(st.integers(0, 3 * PIECE + 1), st.integers(1, 2 * PIECE))
def test_what_was_sealed_comes_back_however_it_was_cut(length: int, step: int) -> None:
    plain = (b"Sanita " * (length // 7 + 1))[:length]

    assert opened(sealed(plain, step=step)) == plain


@pytest.mark.parametrize("length", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])
def test_it_comes_back_at_the_edges_of_a_piece(length: int) -> None:
    assert opened(sealed(b"x" * length)) == b"x" * length


def test_nothing_of_it_stands_in_the_open() -> None:
    assert b"Sanita" not in sealed(b"Sanita" * 1000)


def test_the_same_twice_does_not_look_the_same() -> None:
    assert sealed(b"x" * 100) != sealed(b"x" * 100)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(DamagedError):
        opened(sealed(b"x"), key="b" * 40)
    assert key_id(KEY) != key_id("b" * 40)
    assert KEY not in key_id(KEY)


def damaged(whole: bytes) -> dict[str, bytes]:
    first, second = whole[HEADER : HEADER + PIECE + TAG], whole[HEADER + PIECE + TAG : HEADER + 2 * (PIECE + TAG)]
    rest = whole[HEADER + 2 * (PIECE + TAG) :]
    return {
        "one bit": whole[:-1] + bytes([whole[-1] ^ 1]),
        "the salt": whole[: len(MARK)] + bytes([whole[len(MARK)] ^ 1]) + whole[len(MARK) + 1 :],
        "cut between pieces": whole[: HEADER + 2 * (PIECE + TAG)],
        "cut in a piece": whole[:-5],
        "the header alone": whole[:HEADER],
        "two pieces changed about": whole[:HEADER] + second + first + rest,
        "a piece left out": whole[:HEADER] + second + rest,
        "something added": whole + b"x",
        "nothing": b"",
        "another file": b"%PDF-1.7" + b"x" * 100,
    }


@pytest.mark.parametrize("what", list(damaged(MARK * 5)))
def test_what_was_changed_is_not_read(what: str) -> None:
    whole = damaged(sealed(b"x" * (2 * PIECE + 100)))[what]

    with pytest.raises(DamagedError):
        opened(whole)
