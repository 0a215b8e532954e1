static TeamId team;
