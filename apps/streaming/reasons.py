"""Why a file is not taken, or a video not ready: each in words that say what to do."""

from django.db import models


class Reason(models.TextChoices):
    # What a file is, and is no video for that.
    EMPTY = "empty", "This file is empty. Choose it again; if it is empty on your disk too, it did not come over."
    NOT_VIDEO = "not-video", "This is no video file, whatever its name says."
    ELSEWHERE = "elsewhere", "This is a playlist that points to other files. Send the film itself."
    PICTURE = "picture", "This is a picture. Send a film of a second or more."
    DOCUMENT = "document", "This is a document or an archive. Unpack it, and send the film itself."
    DAMAGED = "damaged", "This file is damaged, or its end is missing. Copy it anew from where you have it."
    SOUND_ONLY = "sound-only", "There is sound in this file and no picture."
    TOO_SHORT = "too-short", "This is a single picture, or shorter than a second."
    TOO_LONG = "too-long", "This film is longer than this site takes."
    TOO_LARGE_A_PICTURE = "large-picture", "Its picture has more than 8192 pixels on a side. Send a smaller version."
    UNKNOWN_CODEC = "codec", "Its picture is coded in a way that this site does not read. H.264, HEVC, VP9 and AV1 do."
    # What happened on the way.
    KILLED = "killed", "The work was begun several times and never came to its end."
    DISK_FULL = "disk-full", "There is no room on the disk of this site. Try again when whoever runs it has made some."
    TOO_DEMANDING = "demanding", "It needs more time or memory than this site gives to one film."
    NO_FFMPEG = "no-ffmpeg", "This site cannot convert films at present. Tell whoever runs it that ffmpeg is missing."
    STOPPED = "stopped", "You stopped it."
