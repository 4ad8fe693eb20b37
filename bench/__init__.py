"""What the site costs, as ratios that hold on any machine. `make bench` runs all, `make bench-pages` one."""
