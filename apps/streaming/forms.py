"""What is typed and chosen on the pages of videos: shape only, the actions know the rules."""

from pathlib import PurePath

from django import forms

from apps.streaming.models import Video
from apps.streaming.models.video import LONGEST_TITLE


class VideoForm(forms.Form):
    title = forms.CharField(max_length=LONGEST_TITLE)
    visibility = forms.ChoiceField(
        label="Who may watch",
        choices=Video.Visibility.choices,
        initial=Video.Visibility.PRIVATE,
        widget=forms.RadioSelect,
        help_text="A child watches what its own limit allows, by the film that the video is of.",
    )


class UploadForm(VideoForm):
    file = forms.FileField(
        label="The video",
        allow_empty_file=True,
        max_length=1_000,
        error_messages={"required": "Choose the video that you want to bring."},
        widget=forms.FileInput(attrs={"accept": "video/*,.mkv"}),
    )
    field_order = ["file", "title", "visibility"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["title"].required = False
        self.fields["title"].help_text = "Empty: as the file is called."

    def clean(self) -> None:
        told = super().clean() or self.cleaned_data
        if "file" in told and not told.get("title"):
            told["title"] = PurePath(told["file"].name).stem.strip()[:LONGEST_TITLE].strip() or "A video"
