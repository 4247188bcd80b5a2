from pins.cli import main

main()
