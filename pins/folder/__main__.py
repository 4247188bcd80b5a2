from pins.folder.cli import main

main()
