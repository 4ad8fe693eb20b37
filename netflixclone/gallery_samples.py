"""What the gallery shows: films of many genres, lengths and scripts, unsaved."""

LONG = (
    "The Persecution and Assassination of Jean-Paul Marat as Performed by the Inmates of the Asylum of Charenton "
    "Under the Direction of the Marquis de Sade, in a Version Restored for the Friends of the Film Club"
)

# Title, year, genre, director.
FILMS = (
    ("Alien", 1979, "Horror", "Ridley Scott"),
    ("Playtime", 1967, "Comedy", "Jacques Tati"),
    ("Сталкер", 1979, "Science fiction", "Андрей Тарковский"),
    ("The Good, the Bad and the Ugly", 1966, "Western", "Sergio Leone"),
    ("七人の侍", 1954, "Action", "黒澤 明"),
    ("M", 1931, "Crime", "Fritz Lang"),
    ("باب الحديد", 1958, "Drama", "يوسف شاهين"),
    ("In the Mood for Love", 2000, "Romance", "Wong Kar-wai"),
    ("पथेर पांचाली", 1955, "Drama", "सत्यजित राय"),
    ("Metropolis", 1927, "Science fiction", "Fritz Lang"),
    ("Singin’ in the Rain", 1952, "Music", "Stanley Donen, Gene Kelly"),
    ("となりのトトロ", 1988, "Animation", "宮崎 駿"),
    (LONG, 1967, "Drama", "Peter Brook"),
    ("Das Cabinet des Dr. Caligari", 1920, "Horror", "Robert Wiene"),
    ("Night of the Living Dead", 1968, "Horror", "George A. Romero"),
    ("2001: A Space Odyssey", 1968, "Science fiction", "Stanley Kubrick"),
    ("Les Parapluies de Cherbourg", 1964, "Music", "Jacques Demy"),
    ("Lawrence of Arabia", 1962, "Adventure", "David Lean"),
    ("Le Samouraï", 1967, "Thriller", "Jean-Pierre Melville"),
    ("Wings of Desire", 1987, "Fantasy", "Wim Wenders"),
    ("Иди и смотри", 1985, "War", "Элем Климов"),
    ("Sullivan’s Travels", 1941, "Comedy", "Preston Sturges"),
    ("기생충", 2019, "Thriller", "봉준호"),
    ("Nosferatu", 1922, "Horror", "F. W. Murnau"),
    ("The Gleaners and I", 2000, "Documentary", "Agnès Varda"),
    ("Spirited Away", 2001, "Fantasy", "Hayao Miyazaki"),
    ("Casablanca", 1942, "Romance", "Michael Curtiz"),
    ("Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb", 1964, "Comedy", "Stanley Kubrick"),
    ("Rashomon", 1950, "Mystery", "Akira Kurosawa"),
    ("Big Buck Bunny", 2008, "Animation", "Sacha Goedegebure"),
    ("Touki Bouki", 1973, "Drama", "Djibril Diop Mambéty"),
    ("霸王别姬", 1993, "Drama", "陈凯歌"),
    ("Ordet", 1955, "Drama", "Carl Theodor Dreyer"),
    ("The Thing", 1982, "Horror", "John Carpenter"),
    ("La grande illusion", 1937, "War", "Jean Renoir"),
    ("Ikiru", 1952, "Drama", "Akira Kurosawa"),
    ("8½", 1963, "Fantasy", "Federico Fellini"),
    ("Z", 1969, "Thriller", "Costa-Gavras"),
    ("Paths of Glory", 1957, "War", "Stanley Kubrick"),
    ("Mad Max: Fury Road", 2015, "Action", "George Miller"),
    ("The Umbrella Man", None, "", ""),
    ("شب‌های روشن", 2003, "Romance", "فرزاد مؤتمن"),
    ("Sita Sings the Blues", 2008, "Animation", "Nina Paley"),
    ("Hiroshima mon amour", 1959, "Romance", "Alain Resnais"),
    ("The Adventures of Prince Achmed", 1926, "Family", "Lotte Reiniger"),
    ("Antidisestablishmentarianism", 1999, "Documentary", "Ada Long"),
    ("Sherlock Jr.", 1924, "Comedy", "Buster Keaton"),
    ("ฟ้าทะลายโจร", 2000, "Western", "วิศิษฏ์ ศาสนเที่ยง"),
)

OVERVIEW = (
    "A ticket collector who has not missed a train in thirty years finds a suitcase that nobody asks for, opens it, "
    "and spends a summer returning what is in it, one stranger at a time."
)

# Name, part.
PEOPLE = (
    ("Sigourney Weaver", "Ripley"),
    ("Toshirō Mifune", "Kikuchiyo"),
    ("Cher", "Loretta Castorini"),
    ("سعاد حسني", "زينات"),
    ("Мария Фалконетти", "Jeanne d’Arc"),
    ("宮崎 駿", "Director"),
    ("Jean-Pierre Léaud", "Antoine Doinel, a boy who has been given far too little and says so"),
    ("शर्मिला टैगोर", "अपर्णा"),
    ("Agnès Varda", "Herself"),
    ("F. W. Murnau", "Director"),
)
