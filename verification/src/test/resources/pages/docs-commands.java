import com.algosolutions.button.AlgoCommand.Color;
static Secret password;
