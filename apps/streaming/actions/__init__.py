"""What is done with videos. Each function takes keyword arguments and says who acts."""
