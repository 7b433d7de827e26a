"""The profile of the markers as a PNG, for formats that cannot draw it themselves."""

import io

from PIL import Image, ImageDraw, ImageFont

from app.domain.report_layout import Profile

WIDTH, ROW, TOP, LABELS, EDGE = 1400, 44, 60, 560, 20
INK, QUIET, BAR, LINE, PAPER = "#0b0c0c", "#484f56", "#1d4f7c", "#d5d8da", "#ffffff"


def profile_png(profile: Profile) -> bytes:
    """Bars for the grades of the markers, 1,400 pixels wide, with the scale above."""
    height = TOP + ROW * len(profile.bars) + EDGE
    picture = Image.new("RGB", (WIDTH, height), PAPER)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(24)
    step = (WIDTH - LABELS - EDGE) / len(profile.scale)
    for place, name in enumerate(profile.scale, start=1):
        right = LABELS + step * place
        draw.line((right, TOP - 8, right, height - EDGE), fill=LINE, width=2)
        draw.text((right, TOP - 14), name, fill=QUIET, font=font, anchor="rs")
    for place, bar in enumerate(profile.bars):
        middle = TOP + ROW * place + ROW // 2
        draw.text((EDGE, middle), bar.label, fill=INK, font=font, anchor="lm")
        if bar.length:
            draw.rectangle((LABELS, middle - 12, LABELS + step * bar.length, middle + 12), fill=BAR)
        else:
            draw.text((LABELS, middle), bar.grade, fill=QUIET, font=font, anchor="lm")
    written = io.BytesIO()
    picture.save(written, "PNG", compress_level=3)
    return written.getvalue()
