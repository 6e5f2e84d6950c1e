"""Many files as one ZIP, part by part."""

import io
import zipfile

from massicot.core.zipping import zip_files

FILES = [("a.pdf", b"%PDF one"), ("é b.pdf", b"x" * 200_000), ("empty", b"")]


def test_the_parts_make_a_whole_archive():
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zip_files(FILES))))
    assert archive.testzip() is None
    assert [(name, archive.read(name)) for name in archive.namelist()] == FILES


def test_a_file_is_sent_before_the_next_one_is_asked_for():
    asked = []

    def files():
        for name, content in FILES:
            asked.append(name)
            yield name, content

    parts = zip_files(files())
    assert FILES[0][1] in next(parts)
    assert asked == ["a.pdf"]


def test_the_same_files_give_the_same_bytes():
    assert b"".join(zip_files(FILES)) == b"".join(zip_files(FILES))
