"""From an outline to a Scene: what every slide kind shares. The kinds themselves are in kinds/."""
