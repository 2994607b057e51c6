module comingfromgo

go 1.25
