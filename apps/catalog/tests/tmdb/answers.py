"""Answers in TMDB's shape, about films that do not exist."""

from typing import Any


def item(tmdb_id: int = 1, **changes: Any) -> dict[str, Any]:
    """A film as lists have it."""
    return {
        "adult": False,
        "backdrop_path": f"/back{tmdb_id}.jpg",
        "genre_ids": [18, 878],
        "id": tmdb_id,
        "original_language": "en",
        "original_title": f"Film {tmdb_id}",
        "overview": f"What happens in film {tmdb_id}.",
        "popularity": 10.5,
        "poster_path": f"/poster{tmdb_id}.jpg",
        "release_date": "1999-05-04",
        "title": f"Film {tmdb_id}",
        "video": False,
        "vote_average": 7.5,
        "vote_count": 1200,
    } | changes


def page(*films: dict[str, Any], number: int = 1, total: int = 1) -> dict[str, Any]:
    return {"page": number, "results": list(films), "total_pages": total, "total_results": len(films) * total}


def genres() -> dict[str, Any]:
    return {
        "genres": [{"id": 18, "name": "Drama"}, {"id": 878, "name": "Science Fiction"}, {"id": 35, "name": "Comedy"}]
    }


def cast(tmdb_id: int, **changes: Any) -> dict[str, Any]:
    return {
        "adult": False,
        "id": tmdb_id,
        "name": f"Person {tmdb_id}",
        "known_for_department": "Acting",
        "popularity": 2.5,
        "profile_path": f"/face{tmdb_id}.jpg",
        "character": f"Role {tmdb_id}",
        "credit_id": f"c{tmdb_id}",
        "order": tmdb_id,
    } | changes


def crew(tmdb_id: int, job: str = "Director", **changes: Any) -> dict[str, Any]:
    plain = {name: value for name, value in cast(tmdb_id).items() if name not in ("character", "order")}
    return plain | {"job": job, "department": "Directing", "credit_id": f"d{tmdb_id}{job}"} | changes


def details(tmdb_id: int = 1, **changes: Any) -> dict[str, Any]:
    """A film with everything that the client asks for in one request."""
    plain = {name: value for name, value in item(tmdb_id).items() if name != "genre_ids"}
    return (
        plain
        | {
            "imdb_id": f"tt{tmdb_id:07}",
            "runtime": 117,
            "tagline": "A line.",
            "status": "Released",
            "homepage": "https://films.example.org/1",
            "budget": 11_000_000,
            "revenue": 104_931_801,
            "belongs_to_collection": {
                "id": 8091,
                "name": "Film Collection",
                "poster_path": "/set.jpg",
                "backdrop_path": None,
            },
            "genres": [{"id": 878, "name": "Science Fiction"}, {"id": 18, "name": "Drama"}],
            "production_companies": [{"id": 19, "name": "A Studio", "logo_path": "/logo.png", "origin_country": "GB"}],
            "production_countries": [
                {"iso_3166_1": "GB", "name": "United Kingdom"},
                {"iso_3166_1": "US", "name": "USA"},
            ],
            "spoken_languages": [{"iso_639_1": "en", "name": "English"}],
            "credits": {"cast": [cast(11), cast(12)], "crew": [crew(13), crew(13, "Writer"), crew(14, "Writer")]},
            "videos": {"results": [video("abc-DEF_123")]},
            "keywords": {"keywords": [{"id": 801, "name": "android"}, {"id": 802, "name": "space"}]},
            "release_dates": {"results": [released("US", ("1999-05-04T00:00:00.000Z", 3, "R"))]},
            "watch/providers": {
                "results": {"US": {"link": "https://x.example", "flatrate": [provider(8)], "rent": [provider(2)]}}
            },
            "translations": {"translations": [translation("de", "DE", "Der Film"), translation("fr", "FR", "Le film")]},
            "alternative_titles": {"titles": [{"iso_3166_1": "JP", "title": "フィルム", "type": ""}]},
            "recommendations": page(item(501), item(502)),
            "external_ids": {"imdb_id": f"tt{tmdb_id:07}", "wikidata_id": "Q1"},
        }
        | changes
    )


def video(key: str, **changes: Any) -> dict[str, Any]:
    return {
        "iso_639_1": "en",
        "name": "Official trailer",
        "key": key,
        "site": "YouTube",
        "type": "Trailer",
        "official": True,
        "published_at": "2015-05-19T16:31:23.000Z",
    } | changes


def released(country: str, *dates: tuple[str, int, str]) -> dict[str, Any]:
    rows = [
        {"certification": certification, "release_date": day, "type": kind, "note": "", "iso_639_1": ""}
        for day, kind, certification in dates
    ]
    return {"iso_3166_1": country, "release_dates": rows}


def provider(tmdb_id: int) -> dict[str, Any]:
    return {"provider_id": tmdb_id, "provider_name": f"Service {tmdb_id}", "logo_path": "/s.jpg", "display_priority": 0}


def translation(language: str, country: str, title: str) -> dict[str, Any]:
    return {
        "iso_639_1": language,
        "iso_3166_1": country,
        "name": language,
        "data": {"title": title, "overview": "…", "tagline": "", "homepage": "", "runtime": 0},
    }


def person(tmdb_id: int = 11, **changes: Any) -> dict[str, Any]:
    return {
        "adult": False,
        "also_known_as": ["Another Name"],
        "biography": "Was born, and acts.",
        "birthday": "1949-10-08",
        "deathday": None,
        "gender": 1,
        "homepage": None,
        "id": tmdb_id,
        "imdb_id": f"nm{tmdb_id:07}",
        "known_for_department": "Acting",
        "name": f"Person {tmdb_id}",
        "place_of_birth": "Leicester, UK",
        "popularity": 12.0,
        "profile_path": f"/face{tmdb_id}.jpg",
        "movie_credits": {
            "cast": [item(1, character="Lead", credit_id="m1", order=0), item(2, character="Self", credit_id="m2")],
            "crew": [item(3, job="Producer", department="Production", credit_id="m3")],
        },
    } | changes


def collection(tmdb_id: int = 8091, *films: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": tmdb_id,
        "name": "Film Collection",
        "overview": "All of them.",
        "poster_path": "/set.jpg",
        "backdrop_path": "/setback.jpg",
        "parts": list(films) or [item(1), item(2)],
    }
