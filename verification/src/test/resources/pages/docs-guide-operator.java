static String sentence(ProfileStatus.State state) {
    return state.toString();
}
