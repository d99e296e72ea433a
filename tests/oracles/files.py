"""Holds what the package says of files against what made them and against `file --mime-type`.

Real programs make the files: LibreOffice, ImageMagick, heif-enc, Pillow, openpyxl, xlwt, pikepdf, msoffcrypto-tool. A
program that is not installed is named and passed over; each disagreement is printed, and those that are not expected
fail.

    apt-get install imagemagick libheif-examples file libreoffice-calc libreoffice-writer
    pip install openpyxl xlwt pikepdf pillow pillow-heif msoffcrypto-tool
    cargo xtask build && python tests/oracles/files.py
"""

import io
import json
import os
import pathlib
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import zipfile

HERE = pathlib.Path(__file__).parent

# What the API takes for a type that `file` names otherwise.
TAKEN = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "application/xlsx",
    "application/vnd.ms-excel": "application/xls",
    "image/heif": "image/heic",
    "image/heic-sequence": "image/heic",
    "text/plain": "text/csv",
    "application/csv": "text/csv",
}
KNOWN = {"image/jpeg", "image/png", "image/heic", "image/tiff", "application/pdf", "text/csv", "application/xls", "application/xlsx"}


class Files:
    """A folder of files and what each is."""

    def __init__(self, folder):
        self.folder = folder
        self.rows = []
        self.absent = []

    def add(self, maker, name, mime, codes=(), content=None):
        """`mime` and `codes` are what is to be said."""
        path = self.folder / name
        if content is not None:
            path.write_bytes(content)
        if not path.exists():
            sys.exit(f"{maker} made no {name}")
        self.rows.append((maker, path, mime, sorted(codes)))

    def path(self, name):
        return str(self.folder / name)


def program(*names):
    return next(filter(None, map(shutil.which, names)), None)


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def imagemagick(files):
    convert = "/usr/bin/convert" if os.path.exists("/usr/bin/convert") else program("magick")
    if not convert:
        return files.absent.append("ImageMagick")
    made = [
        ("baseline.jpg", "image/jpeg", ["-quality", "90"]),
        ("progressive.jpg", "image/jpeg", ["-interlace", "JPEG"]),
        ("gray.jpg", "image/jpeg", ["-colorspace", "Gray"]),
        ("plain.png", "image/png", []),
        ("palette.png", "image/png", ["-colors", "16"]),
        ("interlaced.png", "image/png", ["-interlace", "PNG"]),
        ("lzw.tif", "image/tiff", ["-compress", "LZW"]),
        ("motorola.tiff", "image/tiff", ["-endian", "MSB"]),
        ("group4.tif", "image/tiff", ["-monochrome", "-compress", "Group4"]),
    ]
    for name, mime, options in made:
        run(convert, "-size", "640x480", "plasma:red-blue", *options, files.path(name))
        files.add("ImageMagick", name, mime)
    run(convert, "-size", "640x480", "plasma:red-blue", "TIFF64:" + files.path("big.tif"))
    files.add("ImageMagick", "big.tif", "image/tiff", ["file_type_differs"])
    for kind in ["gif", "bmp", "webp"]:
        try:
            run(convert, "-size", "64x64", "plasma:", f"{kind}:{files.path(kind + '.png')}")
        except subprocess.CalledProcessError:
            files.absent.append(f"ImageMagick's {kind}")
            continue
        files.add("ImageMagick", f"{kind}.png", "image/png", ["file_type_differs"])
    for name, mime in [("baseline.jpg", "image/jpeg"), ("plain.png", "image/png")]:
        whole = (files.folder / name).read_bytes()
        for share in [30, 60, 95]:
            cut = whole[: len(whole) * share // 100]
            files.add("cut short", f"cut{share}.{name}", mime, ["file_truncated"], cut)
    jpeg = (files.folder / "baseline.jpg").read_bytes()
    files.add("ImageMagick, renamed", "a_jpeg.png", "image/jpeg", content=jpeg)
    return None


def heif_enc(files):
    encode = program("heif-enc")
    if not encode or not (files.folder / "plain.png").exists():
        return files.absent.append("heif-enc")
    run(encode, "-o", files.path("phone.heic"), files.path("plain.png"))
    files.add("heif-enc", "phone.heic", "image/heic")
    return None


def pillow(files):
    try:
        from PIL import Image
    except ImportError:
        return files.absent.append("Pillow")
    picture = Image.effect_noise((300, 200), 60)
    for name, mime, options in [
        ("pillow.jpg", "image/jpeg", {"exif": Image.Exif().tobytes(), "comment": b"a note"}),
        ("pillow.png", "image/png", {"dpi": (300, 300)}),
        ("pillow.tiff", "image/tiff", {"compression": "tiff_deflate"}),
        ("pages.pdf", "application/pdf", {}),
    ]:
        picture.save(files.path(name), **options)
        files.add("Pillow", name, mime)
    # An image of AV1 is kept in the same boxes as one of HEVC, and is none that the API names.
    picture.save(files.path("av1.heic"), format="AVIF")
    files.add("Pillow", "av1.heic", "image/heic", ["file_type_differs"])
    try:
        import pillow_heif
    except ImportError:
        return files.absent.append("pillow-heif")
    pillow_heif.register_heif_opener()
    picture.convert("RGB").save(files.path("pillow.heic"))
    files.add("pillow-heif", "pillow.heic", "image/heic")
    return None


def workbooks(files):
    try:
        import openpyxl
    except ImportError:
        return files.absent.append("openpyxl")
    for name, sheets in [("one.xlsx", 1), ("forty.xlsx", 40), ("hundreds.xlsx", 300)]:
        book = openpyxl.Workbook()
        for number in range(1, sheets):
            book.create_sheet(f"Sheet {number}")
        book.active["A1"] = "name"
        book.save(files.path(name))
        files.add("openpyxl", name, "application/xlsx")
    whole = (files.folder / "one.xlsx").read_bytes()
    files.add("cut short", "cut.xlsx", "application/xlsx", ["file_truncated"], whole[: len(whole) * 2 // 3])
    # Another order of entries, and macros.
    for name, extra, codes in [("reversed.xlsx", [], []), ("macros.xlsx", ["xl/vbaProject.bin"], ["spreadsheet_macros"])]:
        packed = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in reversed(old.namelist()):
                new.writestr(entry, old.read(entry))
            for entry in extra:
                new.writestr(entry, bytes(2000))
        files.add("zipfile", name, "application/xlsx", codes, packed.getvalue())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as new:
        new.writestr("word/document.xml", "<w/>")
    files.add("zipfile", "a_zip.xlsx", "application/xlsx", ["file_type_differs"], packed.getvalue())
    try:
        from msoffcrypto.format.ooxml import OOXMLFile
    except ImportError:
        files.absent.append("msoffcrypto-tool")
    else:
        locked = io.BytesIO()
        OOXMLFile(io.BytesIO(whole)).encrypt("secret", locked)
        for name, mime in [("locked.xlsx", "application/xlsx"), ("locked.xls", "application/xls")]:
            files.add("msoffcrypto-tool", name, mime, ["file_encrypted"], locked.getvalue())
    try:
        import xlwt
    except ImportError:
        return files.absent.append("xlwt")
    for name, rows in [("short.xls", 3), ("long.xls", 20_000)]:
        book = xlwt.Workbook()
        sheet = book.add_sheet("Sheet")
        for row in range(rows):
            sheet.write(row, 0, f"cell {row}")
        book.save(files.path(name))
        files.add("xlwt", name, "application/xls")
    return None


def libreoffice(files):
    office = program("soffice", "libreoffice")
    if not office:
        return files.absent.append("LibreOffice")
    # A profile of its own: another LibreOffice that runs would take the work over, and a person's settings change it.
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        table, letter = folder / "table.csv", folder / "letter.txt"
        table.write_text("name,town,share\n" + "".join(f"Ørsted {row},Århus,{row}\n" for row in range(400)))
        letter.write_text("Terms of the company.\n" * 300)
        options = {
            "SelectPdfVersion": ("long", "2"),
            "EncryptFile": ("boolean", "true"),
            "DocumentOpenPassword": ("string", "secret"),
            "IsAddStream": ("boolean", "true"),
        }

        def pdf(*names):
            chosen = {name: dict(zip(("type", "value"), options[name])) for name in names}
            return f"pdf:writer_pdf_Export:{json.dumps(chosen)}"

        for name, mime, codes, source, to in [
            ("office.xlsx", "application/xlsx", [], table, "xlsx:Calc MS Excel 2007 XML"),
            ("office.xls", "application/xls", [], table, "xls:MS Excel 97"),
            ("office.csv", "text/csv", [], table, "csv:Text - txt - csv (StarCalc):59,34,76"),
            ("office16.csv", "text/csv", [], table, "csv:Text - txt - csv (StarCalc):9,34,65535"),
            ("sheet.pdf", "application/pdf", [], table, "pdf:calc_pdf_Export"),
            ("sheet.png", "image/png", [], table, "png:calc_png_Export"),
            ("sheet.jpg", "image/jpeg", [], table, "jpg:calc_jpg_Export"),
            ("office.pdf", "application/pdf", [], letter, pdf()),
            ("archive.pdf", "application/pdf", [], letter, pdf("SelectPdfVersion")),
            ("secret.pdf", "application/pdf", ["pdf_encrypted"], letter, pdf("EncryptFile", "DocumentOpenPassword")),
            # The text it was made from is in it, as a stream that readers of PDF pass over: it is no attached file.
            ("hybrid.pdf", "application/pdf", [], letter, pdf("IsAddStream")),
            # What is saved as another program's, and called what the API takes.
            ("saved_as_page.xls", "application/xls", ["file_type_differs"], table, "html:HTML (StarCalc)"),
            ("saved_as_xml.xls", "application/xls", ["file_type_differs"], table, "xml:MS Excel 2003 XML"),
            ("open_sheet.xlsx", "application/xlsx", ["file_type_differs"], table, "ods:calc8"),
            ("open_text.pdf", "application/pdf", ["file_type_differs"], letter, "odt:writer8"),
            ("word.pdf", "application/pdf", ["file_type_differs"], letter, "docx:MS Word 2007 XML"),
            ("word97.pdf", "application/pdf", ["file_type_differs"], letter, "doc:MS Word 97"),
            ("word.xlsx", "application/xlsx", ["file_type_differs"], letter, "docx:MS Word 2007 XML"),
            ("word97.xls", "application/xls", ["file_type_differs"], letter, "doc:MS Word 97"),
        ]:
            profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
            # A text is a table's or a letter's by what opens it.
            opens = "--calc" if source is table else "--writer"
            run(office, profile, "--headless", opens, "--convert-to", to, "--outdir", str(folder / "made"), str(source))
            made = next((folder / "made").iterdir())
            shutil.move(made, files.path(name))
            files.add("LibreOffice", name, mime, codes)
    return None


def pdfs(files):
    try:
        import pikepdf
        from pikepdf import Dictionary, Name, ObjectStreamMode
    except ImportError:
        return files.absent.append("pikepdf")

    def blank(pages=3):
        pdf = pikepdf.new()
        for _ in range(pages):
            page = pdf.add_blank_page()
            page.Contents = pdf.make_stream(random.Random(7).randbytes(20_000))
        return pdf

    plain = {"object_stream_mode": ObjectStreamMode.disable}
    blank().save(files.path("plain.pdf"), **plain)
    files.add("pikepdf", "plain.pdf", "application/pdf")
    blank().save(files.path("linear.pdf"), linearize=True)
    files.add("pikepdf", "linear.pdf", "application/pdf")
    blank().save(files.path("object_streams.pdf"), object_stream_mode=ObjectStreamMode.generate)
    files.add("pikepdf", "object_streams.pdf", "application/pdf")
    blank(400).save(files.path("large.pdf"), object_stream_mode=ObjectStreamMode.generate)
    files.add("pikepdf", "large.pdf", "application/pdf", ["file_large"])
    for mode in [ObjectStreamMode.disable, ObjectStreamMode.generate]:
        name = f"locked_{mode.name}.pdf"
        blank().save(files.path(name), object_stream_mode=mode, encryption=pikepdf.Encryption(owner="o", user=""))
        files.add("pikepdf", name, "application/pdf", ["pdf_encrypted"])
    script = blank()
    script.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    script.save(files.path("script.pdf"), **plain)
    files.add("pikepdf", "script.pdf", "application/pdf", ["pdf_active_content"])
    launch = blank()
    launch.Root.OpenAction = Dictionary(S=Name.Launch, F="calc.exe")
    launch.save(files.path("launch.pdf"), **plain)
    files.add("pikepdf", "launch.pdf", "application/pdf", ["pdf_active_content"])
    attached = blank()
    attached.attachments["a.txt"] = b"attached"
    attached.save(files.path("attached.pdf"), **plain)
    files.add("pikepdf", "attached.pdf", "application/pdf", ["pdf_active_content"])
    opening = blank()
    opening.Root.OpenAction = pikepdf.Array([opening.pages[0].obj, Name.Fit])
    opening.save(files.path("opens_at_a_page.pdf"), **plain)
    files.add("pikepdf", "opens_at_a_page.pdf", "application/pdf")
    whole = (files.folder / "plain.pdf").read_bytes()
    files.add("cut short", "cut.pdf", "application/pdf", ["file_truncated"], whole[: len(whole) // 2])
    return None


def others(files):
    for name, content in [
        ("utf8.csv", "name,town\nØrsted,Århus\n".encode()),
        ("windows.csv", "name;town\r\nØrsted;Århus\r\n".encode("cp1252")),
        ("utf16.csv", "name\ttown\r\nØrsted\tÅrhus\r\n".encode("utf-16")),
        ("japanese.csv", "名前,町\r\n".encode("shift_jis")),
    ]:
        files.add("text", name, "text/csv", (), content)
    files.add("text", "tabs.xls", "text/csv", (), b"name\ttown\n")
    page = b"<!DOCTYPE html><html><head><title>Sign in</title></head><body></body></html>"
    files.add("text", "page.pdf", "application/pdf", ["file_markup"], page)
    files.add("text", "page.xls", "application/xls", ["file_type_differs"], page)
    files.add("text", "drawing.png", "image/png", ["file_markup"], b'<svg xmlns="http://www.w3.org/2000/svg"></svg>')
    files.add("text", "script.csv", "text/csv", ["file_executable"], b"#!/bin/sh\nexit 0\n")
    for name in ["/bin/true", sys.executable]:
        content = pathlib.Path(os.path.realpath(name)).read_bytes()[:200_000]
        files.add("a program", f"{pathlib.Path(name).name}.pdf", "application/pdf", ["file_executable"], content)
    # The header of a program for Windows, as linkers write it (PE format, 3.1).
    dos = b"MZ" + bytes(58) + struct.pack("<I", 64) + b"PE\0\0" + bytes(200)
    files.add("PE header", "setup.pdf", "application/pdf", ["file_executable"], dos)


def main():
    random.seed(3)
    with tempfile.TemporaryDirectory() as folder:
        files = Files(pathlib.Path(folder))
        for make in [imagemagick, heif_enc, pillow, workbooks, libreoffice, pdfs, others]:
            make(files)
        paths = "\n".join(str(path) for _, path, *_ in files.rows)
        inspect = subprocess.run(["node", HERE / "inspect.js"], input=paths, capture_output=True, text=True, check=True)
        says = [json.loads(line) for line in inspect.stdout.splitlines()]
        sniffed = subprocess.run(["file", "--brief", "--mime-type", "--files-from", "-"], input=paths, capture_output=True, text=True, check=True)
        return judge(files, says, sniffed.stdout.split("\n"))


def judge(files, says, sniffed):
    failed = differing = hidden = 0
    print("| made by | file | `file` | package | codes |\n| --- | --- | --- | --- | --- |")
    for (maker, path, mime, codes), said, seen in zip(files.rows, says, sniffed):
        print(f"| {maker} | {path.name} | {seen} | {said['mime']} | {', '.join(said['codes'])} |")
        if said["mime"] != mime or sorted(said["codes"]) != codes:
            failed += 1
            print(f"WRONG {path.name}: expected {mime} {codes}", file=sys.stderr)
        if sorted(said["whole"]) != codes:
            failed += 1
            print(f"WRONG {path.name}: in a patch, whole: {said['whole']}", file=sys.stderr)
        if not set(said["ends"]) <= set(codes):
            failed += 1
            print(f"WRONG {path.name}: by its ends alone: {said['ends']}", file=sys.stderr)
        hidden += len(set(codes) - set(said["ends"]))
        of_type = TAKEN.get(seen, seen)
        silent = not {"file_type_differs", "file_markup", "file_executable", "file_encrypted"} & set(codes)
        if (of_type in KNOWN or silent) and of_type != said["mime"]:
            differing += 1
            print(f"DIFFERS {path.name}: file says {seen}", file=sys.stderr)
    print(f"\n{len(says)} files, {failed} not as expected, {differing} where `file` says another type")
    print(f"{sum(len(codes) for *_, codes in files.rows)} codes, of which the ends alone hide {hidden}")
    print(f"not installed: {', '.join(files.absent) or 'nothing'}")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main())
