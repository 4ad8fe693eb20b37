"""What imports write. Each function takes keyword arguments and says who acts."""
